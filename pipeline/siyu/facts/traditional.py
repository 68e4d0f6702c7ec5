"""One character that the dictionary gets wrong in copy, and what stays as it is in any script.

In: nothing. Out: `DRY`, where 干 means dry, and `KEPT`, what is found by its very characters.
Promise: OpenCC 1.4.2 (2026-11) writes a lone 干 as 幹, and in Taiwan 臉幹 is an obscenity. Here it is 乾 unless its neighbours say work, trunk or meddling, which
the dictionary knows; a 乾 too many is a misprint. Seen in four weeks of a skin-care brand: 臉干, 越舔越干, 毛巾按干.
"""

from __future__ import annotations

DRY = (
    r"(?<![能骨主才精实苦单只想肯么谁树躯枝若相天栏阑包埋蛮])(?<!不(?=干[了活涉扰]))(?<!么都不)"
    r"干(?![活嘛吗部劲将得掉架完涉扰预系支戈校员警线道流练邑]|什么|细胞|起来|出来|点[活什事]|了什么|[这那]事|事)"
)
KEPT = (
    r"[#＃]小程序[:：]//[^\s，。、！？；）)】」”]+",  # a mini-program's short link
    r"[#＃]\w+[#＃]?",  # a topic
    r"[%$@]\w+[%$@]",  # what a platform or another tool fills in
    r"\[\w{1,8}\]",  # WeChat's emoji
)
