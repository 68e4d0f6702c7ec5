"""Which language siyu speaks.

In: the command line and the locale. Out: "zh" or "en".
Promise: known before anything is parsed, so that a mistake in the command line is told in it, too.
"""

from __future__ import annotations

import locale
import os
from collections.abc import Sequence
from itertools import pairwise


def language() -> str:
    """ "zh" in a Chinese locale, else "en"."""
    name = (
        next((value for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(key))), None)
        or locale.getlocale()[0]
        or ""
    )
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def asked(args: Sequence[str]) -> str:
    """What `--lang` says, wherever it stands; the locale's where it says nothing that we speak."""
    said = [word.removeprefix("--lang=") for word in args if word.startswith("--lang=")]
    said += [after for word, after in pairwise(args) if word == "--lang"]
    return next((word for word in reversed(said) if word in ("zh", "en")), None) or language()
