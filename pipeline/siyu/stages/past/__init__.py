"""What history needs: commits, versions of documents, what an event shows of them, and the replay of all that."""
