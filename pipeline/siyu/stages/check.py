"""Library and editions → diagnostics: runs the rules over what will go out.

In: a library, or one week's edition. Out: findings about their meaning; structure was settled before.
Promise: every rule runs; nothing is changed.
"""

from __future__ import annotations

from siyu.diagnostic import Diagnostic
from siyu.edition import Edition
from siyu.library import Library
from siyu.rules import EDITION_RULES, LIBRARY_RULES


def check_library(library: Library) -> list[Diagnostic]:
    """What the rules find in what changes rarely."""
    return [finding for rule in LIBRARY_RULES for finding in rule(library)]


def check(edition: Edition) -> list[Diagnostic]:
    """What the rules find in one week."""
    return [finding for rule in EDITION_RULES for finding in rule(edition)]
