"""How a project begins and keeps up: the starters, skeletons of documents, and what a newer siyu brings."""
