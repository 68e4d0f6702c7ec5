"""Wording: what copy must not say, found through its disguises.

In: packs (plain data, one a category) and texts. Out: `Hit`s at the original characters.
Promise: linear time whatever a pack contains (RE2 for patterns, an index for long word lists); a context that makes
a phrase fine silences it; no text raises. Loaded only by those who ask: importing this costs one automaton's import.
"""

from siyu.wording.find import Hit, find, find_all
from siyu.wording.fold import fold
from siyu.wording.packs import Problem, Term, Wording, build, builtin, read

__all__ = ["Hit", "Problem", "Term", "Wording", "build", "builtin", "find", "find_all", "fold", "read"]
