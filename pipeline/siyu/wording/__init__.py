"""Wording: what copy must not say, found through its disguises.

In: texts. Out: `Hit`s. A `Wording` is compiled once, from the packs in facts/wording and what a brand adds.
Promise: it knows no edition and no document; whatever a brand adds, the time is linear in the text.
"""

from siyu.wording.find import Hit, Own, Wording, find, find_all, wording
from siyu.wording.unmarked import has_link, marked, unmarked

__all__ = ["Hit", "Own", "Wording", "find", "find_all", "has_link", "marked", "unmarked", "wording"]
