"""siyu (私域): brand communities' content as code."""

__version__ = "0.1.0"
