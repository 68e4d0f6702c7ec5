"""The recipe: every stage one visible call.

In: a project's root and what to limit the build to. Out: `Result`; nothing is written before `publish` is called.
Promise: errors are collected inside a gate and stop at its end: reading and structure first, then text, then meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from siyu.aside import ENOUGH, aside
from siyu.diagnostic import Diagnostic, Refusal, Words, failed, tidy
from siyu.edition import Edition, History, Publication, identity_of
from siyu.ical import day_in
from siyu.kinds.week import Week
from siyu.library import Library
from siyu.source import Source
from siyu.stages.answers import answers, pins
from siyu.stages.check import check_library, check_plan, check_week
from siyu.stages.compose import Composer
from siyu.stages.compose_incentives import compose_incentives
from siyu.stages.guard import guard
from siyu.stages.history import history
from siyu.stages.keep import Keep, anew, parts, texts
from siyu.stages.load_all import load_all
from siyu.stages.past.commits import Past, remembered
from siyu.stages.plan import plan
from siyu.stages.read import Files, read
from siyu.stages.recall import recall
from siyu.stages.resolve import resolve
from siyu.stages.resolve_week import resolve_week
from siyu.stages.twice import same_identity, same_week
from siyu.stages.waive import waive
from siyu.stages.write import Written, write

if TYPE_CHECKING:
    from siyu.templating import Template

Progress = Callable[[int, int], None]
"""Called with weeks done and weeks in all."""


@dataclass(frozen=True)
class Choice:
    """What to build: these weeks and tiers, or all where empty; `history`: with the calendars' past, from git."""

    weeks: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    as_of: date | None = None
    history: bool = False


class Unknown(Refusal):
    """A week or tier was asked for that the project does not have."""


@dataclass(frozen=True)
class Result:
    """What a build found and made; `publication` is None where errors stopped it."""

    diagnostics: list[Diagnostic]
    publication: Publication | None

    @property
    def failed(self) -> bool:
        """Whether nothing may be published."""
        return self.publication is None


def compile_project(
    root: Path, choice: Choice = Choice(), progress: Progress | None = None, keep: Keep = anew
) -> Result:
    """From files to a publication. Git tells its history meanwhile; raises `NoHistory` where it should and cannot."""
    with remembered(root, choice.history) as past:
        result, files = _compile(root, choice, progress, keep)
        if (made := result.publication) is None:
            return result
        return Result(result.diagnostics, made._replace(history=_history(made, choice, past, files)))


def _compile(root: Path, choice: Choice, progress: Progress | None, keep: Keep) -> tuple[Result, Files]:
    """Everything but the history."""
    files, found = read(root)
    documents, _, structure = load_all(files, keep)
    found += structure
    if newer := [one for one in structure if one.rule == "newer-format"]:
        return Result(tidy(newer), None), files  # what else is wrong was written for another siyu
    library, unresolved = resolve(documents, files.templates, files.assets)
    found += unresolved
    library = keep("library", lambda: library, *parts(library, documents))
    templates: Mapping[str, Template] = {}
    if files.templates:
        from siyu.templating import compile_templates  # Jinja, only where a brand has templates

        templates, uncompiled = keep(
            "templates", partial(compile_templates, files.templates), library, texts(files.templates)
        )
        found += uncompiled
    weeks = [week for week in documents["week"].values() if isinstance(week, Week)]
    found += same_week(weeks)
    if library is not None:
        for week in weeks:
            found += keep(f"resolved {_path(week)}", partial(list, resolve_week(library, week)), library, week)
    if library is None or failed(found):
        return Result(tidy(found), None), files

    weeks = _chosen(library, weeks, choice)
    composer = keep("composer", partial(Composer, library, templates), library)
    editions: list[Edition] = []
    for number, week in enumerate(weeks):
        if progress:
            progress(number, len(weeks))
        edition, unfit = keep(f"edition {_path(week)}", partial(_edition, composer, week), composer, week)
        editions.append(edition)
        found += unfit
    scripts, unscripted = keep("scripts", composer.scripts, composer)
    replies, unanswered = keep("answers", partial(answers, library, composer.known), composer)
    handouts, unhanded = keep("incentives", partial(compose_incentives, library, composer.known), composer)
    pinned, unpinned = keep("pins", partial(pins, library, composer.known), composer)
    found += [*unscripted, *composer.unsaid, *unanswered, *unpinned, *unhanded, *same_identity(editions)]
    if failed(found):
        return Result(tidy(found), None), files

    publication = Publication(
        library,
        tuple(editions),
        tuple(scripts),
        whole=not choice.weeks,
        answers=tuple(replies),
        pins=tuple(pinned),
        handouts=tuple(handouts),
        touches=composer.touches,
    )
    sources = [source for _, _, source in files.documents] + list(files.templates.values())
    later = _checked(editions[len(editions) // 3 :], keep, sources)  # about half of the work, with what comes first
    told = [*check_library(library), *check_plan(publication)]
    told += [*_found(editions[: len(editions) // 3], keep), *later()]
    last = choice.as_of or max((edition.plan.week.week for edition in editions), default=date.min)
    waivable = [document for kind in documents.values() for document in kind.values()]
    found += waive(told, waivable, last, whole=not choice.weeks)
    told = tidy(found)
    whole = publication._replace(findings=tuple(told))
    return Result(told, None if failed(told) else whole.only(choice.tiers) if choice.tiers else whole), files


def publish(publication: Publication, out: Path, root: Path, whole: bool = True, allow_shrink: bool = False) -> Written:
    """Write what was compiled; raises `Refused` or OSError with the old output in place. `whole`: see write; `allow_shrink`: see guard."""
    from siyu.outputs.calendar import left_out
    from siyu.stages.render import render  # with Jinja for the pages, 60 ms that check does not pay

    artifacts, now = render(publication), publication.history.now
    today = day_in(publication.library.brand.zone, now) if now else None
    written = write(artifacts, out, root, whole, None if allow_shrink else partial(guard, today=today))
    return written._replace(left_out=tuple(left_out(publication, artifacts)))


def _history(made: Publication, choice: Choice, past: Past, files: Files) -> History:
    """When each event changed, and what was taken out, as it was; without git only what --as-of says."""
    now = datetime.combine(choice.as_of, time(), UTC) if choice.as_of else None
    events = [identity_of(message.item) for edition in made.editions for message in edition.messages]
    told = history(past(), files, made.library.brand, choice.weeks, events, now)
    if told is None:
        return History(now)
    cancelled = tuple(
        (message, stamp)
        for message, stamp in recall((one for one in told.gone if not choice.weeks or one.week in choice.weeks), files)
        if message.item.tier is None or message.item.tier.id in made.library.tiers
    )
    return History(told.now, told.stamps, cancelled, told.uncommitted)


def _found(editions: list[Edition], keep: Keep) -> list[Diagnostic]:
    """What the rules find in these weeks."""
    found: list[Diagnostic] = []
    for edition in editions:
        found += keep(f"checked {_path(edition.plan.week)}", partial(list, check_week(edition)), edition)
    return found


def _checked(editions: list[Edition], keep: Keep, sources: list[Source]) -> Callable[[], list[Diagnostic]]:
    """The same for whoever waits for it: a second process looks, where the weeks are many and nothing is kept."""
    many = keep is anew and sum(len(edition.messages) for edition in editions) >= ENOUGH
    found = partial(_found, editions, keep)
    return aside(found, sources) if many else found


def _edition(composer: Composer, week: Week) -> tuple[Edition, list[Diagnostic]]:
    """A week as it goes out, by itself."""
    planned, unplanned = plan(composer.library, week)
    edition, uncomposed = composer.compose(planned)
    return edition, [*unplanned, *uncomposed]


def _path(week: Week) -> str:
    return week.id.source.path


def _chosen(library: Library, weeks: list[Week], choice: Choice) -> list[Week]:
    """Only the weeks asked for, in order; the tiers asked for must exist."""
    weeks = sorted(weeks, key=lambda week: week.week)
    names = {week.name for week in weeks}
    for name in choice.weeks:
        if name not in names:
            raise Unknown(
                Words(
                    f"没有 {name} 这一周（有：{'、'.join(sorted(names)) or '无'}）",
                    f"no week {name} (there are: {', '.join(sorted(names)) or 'none'})",
                )
            )
    for name in choice.tiers:
        if name not in library.tiers:
            raise Unknown(
                Words(
                    f"没有 {name} 这一层（有：{'、'.join(library.tiers)}）",
                    f"no tier {name} (there are: {', '.join(library.tiers)})",
                )
            )
    return [week for week in weeks if not choice.weeks or week.name in choice.weeks]
