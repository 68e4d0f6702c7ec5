"""The corridor: read → parse → load → resolve → plan → compose → check → render → write, one verb a file."""
