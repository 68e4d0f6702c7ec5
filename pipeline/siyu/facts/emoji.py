"""Emoji as a reader counts them: a family, a flag, a keycap, a hand of any colour are one each.

In: a text. Out: where each emoji of it stands.
Promise: Unicode Technical Standard 51, emoji-data.txt 17.0 (2025-09-09). A symbol that is shown as text unless told otherwise (©, ↔, ☎)
counts with its variation selector only; hearts and the sun, which every phone paints, always.
"""

from __future__ import annotations

import re

_PICTURE = (
    "⌚⌛⏩-⏬⏰⏳◽◾☔☕♈-♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓-❕❗➕-➗➰➿⬛⬜⭐⭕☀☺✌❄❤"
    "\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f201\U0001f21a\U0001f22f\U0001f232-\U0001f236\U0001f238-\U0001f23a\U0001f250\U0001f251"
    "\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7f0\U0001f90c-\U0001f9ff\U0001fa70-\U0001faff"
)
_TOLD = "[©®‼⁉™ℹ\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u2bff〰〽㊗㊙\U0001f170-\U0001f202\U0001f237](?=[\ufe0f\U0001f3fb-\U0001f3ff])"
_ONE = f"(?:[{_PICTURE}](?!\ufe0e)|{_TOLD})[\ufe0f\U0001f3fb-\U0001f3ff]*"
_EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3|\U0001f3f4[\U000e0020-\U000e007f]+"
    f"|{_ONE}(?:\u200d(?:{_ONE}|[♀♂⚕⚖✈❤☠⚧⬛➡↔↕]\ufe0f?))*"
)


def emoji(text: str) -> list[tuple[int, int]]:
    """Where each emoji begins and ends."""
    return [match.span() for match in _EMOJI.finditer(text)]
