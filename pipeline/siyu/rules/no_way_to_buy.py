"""Accounts that lead in a circle, or nowhere: who wants to buy finds no place to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from siyu.diagnostic import Note, Severity, Words
from siyu.kinds.account import Account
from siyu.library import Library
from siyu.rule import Finding, Rule


def no_way_to_buy(library: Library) -> Iterator[Finding]:
    """One warning for each dead end or circle from which no account is reached where a deal is closed."""
    accounts = library.accounts
    if len(accounts) < 2:
        return
    reached = {name: _reached(name, accounts) for name in accounts}
    told: set[str] = set()
    for name, account in accounts.items():
        if name in told or any(_deals(accounts[other]) for other in reached[name]):
            continue
        if all(name in reached[other] for other in reached[name]):  # the last of its way, or all of a circle
            told |= reached[name]
            circle = [accounts[other].name for other in accounts if other in reached[name]]
            words = (
                Words(
                    f"{'、'.join(circle)} 互相带，带不到能下单的地方",
                    f"{', '.join(sorted(reached[name]))} lead to each other, and never to a place to buy",
                )
                if len(circle) > 1
                else Words(
                    f"到了{account.name}就没有路了，没有带到能下单的地方",
                    f"account {account.id!s} leads to no place to buy",
                )
            )
            yield Finding(words, account.name.span, (_HOW,))


def _deals(account: Account) -> bool:
    return account.kind == "mall" or "deal" in account.jobs


def _reached(start: str, accounts: Mapping[str, Account]) -> set[str]:
    """The accounts on all ways from one, itself included."""
    seen, open_ = {start}, [start]
    while open_:
        for name in accounts[open_.pop()].leads_all:
            if name in accounts and name not in seen:
                seen.add(str(name))
                open_.append(str(name))
    return seen


_HOW = Note(
    Words(
        "leads_to 里写上商城或小程序；就在这里成交的，jobs 里写 deal",
        "name the mall or mini program in leads_to; where the deal is closed here, say deal in jobs",
    )
)
RULE = Rule(
    name="no-way-to-buy",
    severity=Severity.WARNING,
    what=Words(
        "从一个账号一路走下去，到不了能下单的地方", "no way from an account leads to a place where a deal is closed"
    ),
    why=Words("想买的人绕了一圈又回到原处，就不买了", "who wants to buy and comes round to where she was does not buy"),
    instead=Words(
        "leads_to 里写上商城或小程序；就在这里成交的，jobs 里写 deal",
        "name the mall or mini program in leads_to; where the deal is closed here, say deal in jobs",
    ),
    find=no_way_to_buy,
)
