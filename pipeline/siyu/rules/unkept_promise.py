"""A promise that its columns do not keep: the threshold text sells what the tier never gets."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words, plural
from siyu.edition import Publication
from siyu.rule import Finding, Rule

_A_MONTH = 4  # weeks, before which a column may just not have had its turn


def unkept_promise(publication: Publication) -> Iterator[Finding]:
    """A warning for each column in `kept_by` that does not cover the tier, or in a month or more of plans never has anything for it."""
    library = publication.library
    given = {(item.key, item.tier.id) for e in publication.editions for item in e.plan.items if item.tier}
    for tier in library.tiers.values():
        for name in tier.kept_by:
            column = library.columns.get(name)
            if column is None:
                continue
            if tier not in library.covers(column.tiers):
                words = Words(
                    f"{tier.name} 的承诺靠 {column.name} 兑现，它却不发到这一层",
                    f"column {name!s} keeps the promise of {tier.id!s}, but does not go there",
                )
                how = Words("换一个栏目，或给栏目加上这一层", "name another column, or add the tier to this one")
            elif len(publication.editions) >= _A_MONTH and (name, tier.id) not in given:
                words = Words(
                    f"{tier.name} 的承诺靠 {column.name} 兑现，{len(publication.editions)} 周里却一次也没有",
                    f"column {name!s} keeps the promise of {tier.id!s}, but has nothing for it in {plural(len(publication.editions), 'week')}",
                )
                how = Words("排上，或换一个栏目", "plan it, or name another column")
            else:
                continue
            yield Finding(words, name.span, (Note(how, tier.promise.span if tier.promise else None),))


RULE = Rule(
    name="unkept-promise",
    severity=Severity.WARNING,
    what=Words("一层的承诺，没有栏目在兑现", "a column that keeps a tier's promise gives the tier nothing"),
    why=Words("他是冲着这句承诺来的，等不到就走了", "people came for the promise, and leave when it does not come"),
    instead=Words("排上这个栏目，或在 kept_by 里换一个", "plan the column, or name another one in kept_by"),
    find=unkept_promise,
)
