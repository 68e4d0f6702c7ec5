"""siyu (私域): brand communities' content as code."""

import os

__version__ = "0.1.0"

os.environ.setdefault(
    "PYDANTIC_DISABLE_PLUGINS", "__all__"
)  # no other package's plug-in reads along, nor is looked for
