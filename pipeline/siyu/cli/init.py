"""siyu init: a project that builds, from six answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from siyu.cli.options import lang_option, wrong
from siyu.diagnostic import Words, plural
from siyu.report.words import say
from siyu.starting.place import Linked, place
from siyu.starting.project import NEUTRAL, TRADES, Answers, starter, unfit
from siyu.starting.week import monday_of


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path())
@click.option(
    "--from", "trade", type=click.Choice(list(TRADES)), help="行业，其余用默认的 · the trade; defaults for the rest"
)
@click.option("--name", metavar="TEXT", help="品牌名 · the brand's name")
@click.option("--ip", "nickname", metavar="TEXT", help="品牌 IP 的昵称 · the brand IP's nickname")
@click.option(
    "--tiers", metavar="A,B,C", help="各层的名字，从低到高，最多三层；none 是不分层 · tiers, lowest first; or none"
)
@click.option("--domain", metavar="HOST", help="域名，日历的身份以它结尾 · the domain that ends calendar identities")
@click.option("--zone", metavar="ZONE", help="时区，默认 Asia/Shanghai · the time zone")
@click.option(
    "--week", metavar="WEEK", help="第一份周计划是哪一周，默认这一周 · the first plan's week, by default this one"
)
@click.option("--yes", is_flag=True, help="不问，没写的都用默认的 · ask nothing, use the defaults")
@lang_option
@click.pass_context
def command(
    ctx: click.Context,
    folder: str,
    trade: str | None,
    name: str | None,
    nickname: str | None,
    tiers: str | None,
    domain: str | None,
    zone: str | None,
    week: str | None,
    yes: bool,
    lang: str,
) -> None:
    """新建一个项目，马上就能编译 · Make a project that builds at once."""
    root = Path(folder)
    if (root / "brand" / "brand.yaml").exists():
        wrong(
            Words(
                f"{folder} 已经是一个 siyu 项目，没有动它；要跟上新版本用 siyu update",
                f"{folder} is a siyu project already and was left alone; siyu update brings it up to date",
            ),
            lang,
        )
    given = (name, nickname, tiers, domain, zone)
    first = _monday(week, "Asia/Shanghai", lang) if week is not None else None
    try:
        answers = _answers(trade, given, bool(yes or trade), lang)
    except click.Abort:
        wrong(
            Words(
                "没有答完，什么也没写；不想回答就加 --yes",
                "not all questions were answered, nothing was written; --yes asks none",
            ),
            lang,
        )
    monday = first or _monday(None, answers.zone, lang)
    try:
        placed = place(root, starter(answers, monday))
    except Linked as link:
        wrong(link.words, lang)
    for path in placed.there:
        click.echo(say(Words(f"已经有了，没有动：{path}", f"there already, left alone: {path}"), lang), err=True)
    click.echo(say(Words(f"写好了 {len(placed.written)} 个文件", f"wrote {plural(len(placed.written), 'file')}"), lang))

    from siyu.cli.schema import command as schema

    ctx.invoke(schema, project_=folder, lang=lang)
    opened = Words("打开 output/site/index.html；先读 README.md", "open output/site/index.html; begin with README.md")
    click.echo(say(Words("接下来：", "next:"), lang))
    for step in ([f"cd {_quoted(folder)}"] if folder != "." else []) + ["siyu build"]:
        click.echo(f"  {step}")
    click.echo(f"  {say(opened, lang)}")


def _quoted(folder: str) -> str:
    """A folder as any shell reads it."""
    return folder if re.fullmatch(r"[\w./\\:~-]+", folder) else f'"{folder}"'


class _Unfit(Exception):
    """An answer that does not fit; carries what to say."""

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(words.en)


Check = Callable[[str], Answers]
"""From an answer to all of them with it; raises `_Unfit`."""


def _answers(trade: str | None, given: tuple[str | None, ...], ready: bool, lang: str) -> Answers:
    """What was given, and for the rest the defaults or what is answered; what was given is looked at before the first question."""
    name, nickname, tiers, domain, zone = given

    def ask(zh: str, en: str, value: str | None, default: str, check: Check) -> Answers:
        if value is not None or ready:
            return _flag(default if value is None else value, check, lang)
        while True:
            try:
                return check(click.prompt(say(Words(zh, en), lang), default=default).strip())
            except _Unfit as unfit_:
                words = unfit_.words
                click.echo(say(Words(f"{words.zh}；请再答一次", f"{words.en}; please answer again"), lang), err=True)

    any_ = _usual("coffee")
    for value, check in (
        (name, _brand(any_)),
        (nickname, _speaker(any_)),
        (domain, _domain(any_)),
        (zone, _zone(any_)),
    ):
        if value is not None:
            _flag(value, check, lang)
    if not ready:
        for number, (key, one) in enumerate(TRADES.items(), 1):
            click.echo(f"  {number} {key:<10} {say(one.name, lang)}")
    made = ask("1/6 哪个行业？写序号或名字", "1/6 which trade? a number or name", trade, "coffee", _trade)
    usual = TRADES[made.trade]
    # whoever has a name of her own keeps nothing of the starter's
    brand = usual.brand if nickname is None else NEUTRAL.brand
    made = ask("2/6 品牌名", "2/6 the brand's name", name, brand, _brand(made))
    own = made.brand != usual.brand
    speaker = NEUTRAL.nickname if own else usual.nickname
    made = ask("3/6 品牌 IP 的昵称，谁在和顾客说话", "3/6 the brand IP's nickname", nickname, speaker, _speaker(made))
    if usual.tiers:
        made = ask("4/6 社群各层的名字，从低到高，用逗号隔开；不分层写 none", "4/6 the tiers' names, lowest first, separated by commas; or none", tiers, "，".join(usual.tiers), _tiers(made))  # fmt: skip
    elif tiers is not None:
        made = _flag(tiers, _tiers(made), lang)
    host = NEUTRAL.domain if own else usual.domain
    made = ask("5/6 域名（定了就不要改）", "5/6 the domain (never change it later)", domain, host, _domain(made))
    return ask("6/6 时区", "6/6 the time zone", zone, "Asia/Shanghai", _zone(made))


def _flag(value: str, check: Check, lang: str) -> Answers:
    """What was given by a flag, or wrong usage."""
    try:
        return check(value.strip())
    except _Unfit as unfit_:
        wrong(unfit_.words, lang)


def _usual(trade: str) -> Answers:
    usual = TRADES[trade]
    return Answers(trade, usual.brand, usual.nickname, usual.tiers, usual.domain, "Asia/Shanghai")


def _trade(text: str) -> Answers:
    """A number, a key, or any of the names that the list shows."""
    said = text.casefold()
    for number, (key, one) in enumerate(TRADES.items(), 1):
        names = re.split(r"[、，,：:]|等| and ", f"{one.name.zh},{one.name.en}".casefold())
        if said in (str(number), key, one.name.zh, one.name.en.casefold(), *(name.strip() for name in names)):
            return _usual(key)
    raise _Unfit(Words(f"没有“{text}”，可以写：{'、'.join(TRADES)}", f"no trade {text}: {', '.join(TRADES)}"))


def _brand(made: Answers) -> Check:
    return lambda text: _fit(made._replace(brand=_name(text)))


def _speaker(made: Answers) -> Check:
    return lambda text: made._replace(nickname=_name(text))


def _domain(made: Answers) -> Check:
    return lambda text: _fit(made._replace(domain=text))


def _zone(made: Answers) -> Check:
    return lambda text: _fit(made._replace(zone=text))


def _fit(made: Answers) -> Answers:
    if (found := unfit(made)) is not None:
        raise _Unfit(found.words)
    return made


def _name(text: str) -> str:
    if not text or len(text) > 30 or not text.isprintable():
        raise _Unfit(
            Words(
                f"“{text[:30]}”不能做名字：1 到 30 个字，不换行",
                f"{text[:30]!r} is no name: 1 to 30 characters in a line",
            )
        )
    return text


def _tiers(made: Answers) -> Check:
    def check(text: str) -> Answers:
        if text.lower() in ("none", "无", "不分层", ""):
            return made._replace(tiers=())
        if not TRADES[made.trade].tiers:
            raise _Unfit(Words("no-groups 不建群，不用写 --tiers", "no-groups has no groups: leave --tiers out"))
        names = tuple(_name(part.strip()) for part in re.split(r"[,，、;；]", text) if part.strip())
        if len(names) > 3 or len(set(names)) < len(names):
            raise _Unfit(
                Words(
                    "分层写一到三个不同的名字；再多的用 siyu new tier 加",
                    "give one to three different tiers; siyu new tier adds more",
                )
            )
        return made._replace(tiers=names)

    return check


def _monday(week: str | None, zone: str, lang: str) -> date:
    """The Monday of the week asked for, else of this one; the only place that asks the clock."""
    if week is None:
        today = datetime.now(ZoneInfo(zone)).date()
        return today - timedelta(today.weekday())
    monday = monday_of(week)
    if monday is None:
        wrong(Words(f"“{week}”不是一周，写成 2026-W48", f"{week} is not a week; write 2026-W48"), lang)
    return monday
