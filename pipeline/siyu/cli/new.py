"""siyu new: documents to begin with, fitted to the project."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from siyu.build import compile_project
from siyu.cli.options import Option, lang_option, project, project_option, wrong
from siyu.diagnostic import Diagnostic, Severity, Words, did_you_mean
from siyu.facts.channels import ROLES
from siyu.facts.words import english
from siyu.kinds import KINDS
from siyu.kinds.campaign import PROMOTION, REFERRAL
from siyu.kinds.week import Week
from siyu.library import Library
from siyu.report import FORMATS
from siyu.report.words import say
from siyu.stages.load_all import load_all
from siyu.stages.read import read
from siyu.stages.resolve import resolve
from siyu.starting.free import Taken
from siyu.starting.ids import id_for, is_id
from siyu.starting.place import Linked, place
from siyu.starting.playbook import draft, sold_to
from siyu.starting.skeleton import SKELETONS, skeleton
from siyu.starting.week import blank_week, monday_of
from siyu.values import date_of

_tiers: Option = click.option(
    "--tier", "tiers", metavar="ID", multiple=True, help="只给这一层，可重复；默认全部 · only this tier, repeatable"
)
_selling: Option = click.option(
    "--tier",
    "tiers",
    metavar="ID",
    multiple=True,
    help="给这一层，可重复；默认除了一对一服务的各层 · this tier, repeatable; by default all but those served one by one",
)
_called: Option = click.option(
    "--name", "called", metavar="TEXT", help="叫什么，NAME 写成 id 时用 · what people call it, where NAME is an id"
)
_own: Option = click.option(
    "--id", "own", metavar="ID", help="文件名，小写英文；NAME 是中文时用 · the id, where NAME is none"
)


_SHOWN = 6  # more names than this are no hint


@click.group()
def command() -> None:
    """生成一份可以改的文件 · Make a document to begin with."""


@command.command()
@click.argument("name", metavar="NAME")
@click.option(
    "--mechanic",
    type=click.Choice((*PROMOTION, *REFERRAL)),
    required=True,
    help="玩法，每种有一份现成的打法 · the mechanic; each has a ready playbook",
)
@click.option("--launch", metavar="DATE", required=True, help="第一天，例如 2026-12-12 · the first day")
@_own
@_called
@_selling
@project_option
@lang_option
def campaign(
    name: str,
    mechanic: str,
    launch: str,
    own: str | None,
    called: str | None,
    tiers: tuple[str, ...],
    project_: str,
    lang: str,
) -> None:
    """写一份活动，从准备到复盘 · Write a campaign, from its preparation to its review.

    NAME 写中文名，或直接写 id · NAME is what people call it, or an id.
    """
    root = project(project_, lang)
    first = _day(launch, lang)
    id_, called = _named(root, ("campaign", "offer"), name, own, called, lang)
    library, _ = _loaded(root, lang)
    _known(tiers, library, lang)
    to = tiers or sold_to(library)
    made = draft(library, mechanic, id_, first, to, called)
    _put(root, made, lang)
    if left := [tier.name for tier in library.covers(None) if to and not tiers and tier.id not in to]:
        words = Words(
            f"没有排给{'、'.join(left)}：一对一服务的群不群发推广（style: service）；也要就加 --tier",
            f"not for {', '.join(left)}: a tier served one by one (style: service) gets no promotions; --tier includes it",
        )
        click.echo(say(words, lang), err=True)
    if library.house and library.house.blanks and (new := _blanks(made) - set(map(str, library.house.blanks))):
        named = "、".join(sorted(new)[:_SHOWN]) + ("……" if len(new) > _SHOWN else "")
        words = Words(
            f"要现场填的【】加进 brand/rules.yaml 的 blanks，页面才会标出来：{named}",
            f"add the 【】 that operators fill to blanks in brand/rules.yaml, and pages will mark them: {named}",
        )
        click.echo(say(words, lang), err=True)
    click.echo(
        say(
            Words(
                "改成你们自己的：名字、flow、goal、文案里的【】；再运行 siyu check",
                "make it your own: name, flow, goal, the 【】 in the copy; then run siyu check",
            ),
            lang,
        ),
        err=True,
    )


@command.command()
@click.argument("name", metavar="WEEK")
@click.option(
    "--from",
    "source",
    metavar="WEEK",
    help="从哪一周带过来会重复的：商品、钟点、步骤 · carry over what repeats from a week",
)
@project_option
@lang_option
def week(name: str, source: str | None, project_: str, lang: str) -> None:
    """写一周的空表，每个空位都说要填什么 · Write a week's plan: every slot, and what it needs."""
    root = project(project_, lang)
    monday = monday_of(name)
    if monday is None:
        wrong(Words(f"“{name}”不是一周，写成 2026-W49", f"{name} is not a week; write 2026-W49"), lang)
    library, weeks = _loaded(root, lang)
    if name in weeks:
        path = weeks[name].id.source.path
        wrong(Words(f"{name} 已经有了：{path}", f"{name} is planned already: {path}"), lang)
    if source is not None and source not in weeks:
        there = "、".join(weeks) or "无"
        wrong(Words(f"没有 {source} 这一周（有：{there}）", f"no week {source} (there are: {there})"), lang)
    text = blank_week(library, monday, weeks[source] if source else None)
    _tried(root, f"content/weeks/{name}.yaml", text, lang)


def _skeleton(kind: str) -> click.Command:
    """The command for one kind that begins with a skeleton."""
    what, _ = SKELETONS[kind]

    @click.argument("name", metavar="ROLE" if kind == "sop" else "NAME")
    @_own
    @_called
    @_tiers
    @project_option
    @lang_option
    def make(name: str, own: str | None, called: str | None, tiers: tuple[str, ...], project_: str, lang: str) -> None:
        root = project(project_, lang)
        if kind == "sop":
            id_ = name if name in ROLES else english(name, ROLES)
            if id_ is None:
                there = "、".join(f"{zh} {role}" for role, zh in ROLES.items())
                wrong(
                    Words(f"日常任务写角色：{there}", f"routines belong to a role: {', '.join(ROLES)}"),
                    lang,
                )
        else:
            id_, called = _named(root, (kind,), name, own, called, lang)
        library, weeks = _loaded(root, lang)
        _known(tiers, library, lang)
        try:
            path, text = skeleton(library, next(reversed(weeks.values()), None), kind, id_, called, tiers)
        except Taken as taken:
            wrong(taken.words, lang)
        _tried(root, path, text, lang)

    return click.command(kind, help=f"{what.zh} · {what.en}")(make)


for _kind in SKELETONS:
    command.add_command(_skeleton(_kind))


def _tried(root: Path, path: str, text: str, lang: str) -> None:
    """Write a file, and tell the errors that it brings elsewhere: a new tier may need a price in an old product."""
    before = {_key(one) for one in compile_project(root).diagnostics}
    _put(root, {path: text}, lang)
    after = compile_project(root).diagnostics
    caused = [one for one in after if one.severity is Severity.ERROR and _key(one) not in before]
    if caused:
        click.echo(FORMATS["concise"](caused, lang), nl=False, err=True)
        click.echo(say(Words("这几处要一起改", "these have to change with it"), lang), err=True)


def _key(found: Diagnostic) -> tuple[str, str]:
    return found.rule, f"{found.span} {found.words.en}"


def _named(
    root: Path, kinds: tuple[str, ...], name: str, own: str | None, called: str | None, lang: str
) -> tuple[str, str | None]:
    """The id and the name: what is no id is a name, whose id is given or suggested, and told."""
    if own is not None and not is_id(own):
        words = Words(
            f"“{own}”不能做 id：用小写英文和数字，中间用 - 连", f"{own} is no id: lower-case ASCII words joined by -"
        )
        wrong(words, lang)
    if own is None and is_id(name):
        return name, called
    if not name.strip() or not name.isprintable():
        wrong(Words("名字是空的，或有看不见的字符", "the name is empty, or has characters that nobody sees"), lang)
    called = called or name.strip()
    if own is not None:
        return own, called
    taken = {path.stem for kind in kinds for path in (root / KINDS[kind].place).glob("*")}
    made = id_for(name, kinds[0], taken)
    click.echo(
        say(Words(f"id 用 {made}；要换一个，加 --id", f"its id is {made}; --id gives it another"), lang), err=True
    )
    return made, called


def _blanks(made: Mapping[str, str]) -> set[str]:
    """What stands in 【】 in these files."""
    return {blank for text in made.values() for blank in re.findall(r"【([^【】\n]{1,20})】", text)}


def _known(tiers: tuple[str, ...], library: Library, lang: str) -> None:
    for tier in tiers:
        if tier not in library.tiers:
            near = "".join(f"；{hint.zh}" for hint in did_you_mean(tier, library.tiers))
            wrong(Words(f"没有 {tier} 这一层{near}", f"no tier {tier} (there are: {', '.join(library.tiers)})"), lang)


def _day(text: str, lang: str) -> date:
    day = date_of(text)
    if day is None or not 2024 <= day.year <= 2098:
        wrong(Words(f"“{text}”不是一个日期，写成 2026-12-12", f"{text} is not a date; write 2026-12-12"), lang)
    return day


def _loaded(root: Path, lang: str) -> tuple[Library, dict[str, Week]]:
    """The library, and the weeks that load by name, earliest first."""
    files, _ = read(root)
    documents, _, _ = load_all(files)
    library, _ = resolve(documents, files.templates, files.assets)
    if library is None:
        wrong(Words("brand/brand.yaml 还有错，先运行 siyu check", "brand/brand.yaml has errors: run siyu check"), lang)
    weeks = sorted((one for one in documents["week"].values() if isinstance(one, Week)), key=lambda one: one.week)
    return library, {one.name: one for one in weeks}


def _put(root: Path, made: Mapping[str, str], lang: str) -> None:
    """All of the files, or none where one is there already; prints their paths."""
    for path in made:
        if (root / path).exists():
            wrong(
                Words(f"{path} 已经有了，没有动它；换个名字", f"{path} exists and was left alone; use another name"),
                lang,
            )
    try:
        place(root, made)
    except Linked as link:
        wrong(link.words, lang)
    for path in made:
        click.echo(path)
