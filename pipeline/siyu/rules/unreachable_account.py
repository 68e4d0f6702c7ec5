"""An account that nobody leads to: kept every day, found by nobody."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.library import Library
from siyu.rule import Finding, Rule


def unreachable_account(library: Library) -> Iterator[Finding]:
    """A warning for each of several accounts that no other leads to, no menu opens, and that has no `sources` of its own."""
    accounts = library.accounts
    if len(accounts) < 2:
        return
    led = {name for one in accounts.values() for name in one.leads_all if name != one.id}
    for account in accounts.values():
        if account.id not in led and not account.sources:
            words = Words(
                f"没有人带客户到{account.name}，它自己也没有来源",
                f"nothing leads to account {account.id!s}, and it has no sources of its own",
            )
            note = Note(
                Words(
                    "在别的账号 leads_to 里写上它，或写 sources：包裹卡、门店码、搜索",
                    "name it in another account's leads_to, or say its sources",
                )
            )
            yield Finding(words, account.name.span, (note,))


RULE = Rule(
    name="unreachable-account",
    severity=Severity.WARNING,
    what=Words(
        "一个账号没有人带客户过来，也没有自己的来源", "no account leads to an account, and it has no sources of its own"
    ),
    why=Words("天天有人更新，没有人看得到", "somebody feeds it every day, and nobody sees it"),
    instead=Words(
        "在别的账号 leads_to 里写上它，或写 sources", "name it in another account's leads_to, or say its sources"
    ),
    find=unreachable_account,
)
