"""What may stand at the cursor of a command line: commands, options, ids, weeks, tiers, rules, revisions.

In: the words before the cursor and the one begun. Out: candidates. Promise: quick, prints nothing else, and never fails: ids are
file names, so a project that is broken completes, too; nothing of it runs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, pairwise
from keyword import iskeyword
from pathlib import Path

import click
from click.shell_completion import CompletionItem, get_completion_class

from siyu.cli.parameters import Parameter, parameters

FORMATS = ("full", "concise", "json", "github", "gitlab", "sarif", "rdjson", "junit")
_PACKAGE = Path(__file__).resolve().parents[1]
_WEEK = re.compile(rb"^week:[ \t]*['\"]?([0-9]{4}-W[0-9]{2})\b", re.MULTILINE)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_REVISION = re.compile(r"\w[\w./+-]*")  # a shell puts the candidate into the line as it is
_HEAD = 4096  # bytes of a file in which its week is looked for

Source = Callable[[Path], Iterator[str]]

POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName siyu -ScriptBlock {
  param($word, $line, $cursor)
  $was = [Console]::OutputEncoding; [Console]::OutputEncoding = [Text.Encoding]::UTF8
  $env:_SIYU_COMPLETE = 'powershell_complete'; $env:COMP_WORD = $word
  $env:COMP_WORDS = ($line.CommandElements | ForEach-Object { "$_" }) -join "`n"
  siyu | ForEach-Object {
    $value, $help = $_ -split "`t", 2
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $(if ($help) { $help } else { $value }))
  }
  Remove-Item Env:_SIYU_COMPLETE, Env:COMP_WORD, Env:COMP_WORDS
  [Console]::OutputEncoding = $was
}
"""


def complete(instruction: str, cli: click.Command, commands: Mapping[str, str]) -> int:
    """Answer a shell: `bash_source` is its script, `bash_complete` what may stand at the cursor."""
    shell, _, verb = instruction.partition("_")
    if shell == "powershell":
        if verb == "source":
            click.echo(POWERSHELL, nl=False)
            return 0
        words = os.environ.get("COMP_WORDS", "").split("\n")[1:]
        word = os.environ.get("COMP_WORD", "")
        for item in candidates(words[:-1] if word else words, word, commands):
            if item.type == "plain":  # for files PowerShell has its own
                click.echo(f"{item.value}\t{item.help or ''}")
        return 0
    kind = get_completion_class(shell)
    if kind is None:
        return 1
    spoken = kind(cli, {}, "siyu", "_SIYU_COMPLETE")
    if verb == "source":
        click.echo(spoken.source())
        return 0
    args, begun = spoken.get_completion_args()
    for item in candidates(args, begun, commands):
        click.echo(spoken.format_completion(item))
    return 0


def candidates(args: list[str], begun: str, commands: Mapping[str, str]) -> list[CompletionItem]:
    """What may stand there."""
    if not args:
        return [CompletionItem(name, help=text) for name, text in commands.items() if name.startswith(begun)]
    try:
        return _within(args[0], args[1:], begun)
    except (OSError, ValueError, SyntaxError, LookupError):
        return []


def _within(command: str, args: list[str], begun: str) -> list[CompletionItem]:
    if command == "new":
        made = _skeletons()
        if not args:
            return _begun(sorted(made), begun)
        taken, args = made[args[0]], args[1:]
    else:
        taken = parameters(command + "_" * iskeyword(command))
    options = {name: one for one in taken if one.names for name in one.names}
    places = [one for one in taken if not one.names]
    given: list[str] = []
    waits: Parameter | None = None
    for word in args:
        if waits:
            waits = None
        elif word in options:
            waits = None if options[word].flag else options[word]
        elif not word.startswith("-"):
            given.append(word)
    root = _root(args, given, places)
    if waits:
        return _values(waits, root, begun)
    if begun.startswith("-"):
        name, equals, value = begun.partition("=")
        if equals:
            found = _values(options[name], root, value) if name in options else []
            return [CompletionItem(f"{name}={item.value}") for item in found if item.type == "plain"]
        return [CompletionItem(name, help=one.help) for name, one in options.items() if name.startswith(begun)]
    at = places[min(len(given), len(places) - 1)] if places else None
    return _values(at, root, begun) if at and (len(given) < len(places) or at.many) else []


def _root(args: list[str], given: list[str], places: list[Parameter]) -> Path:
    """The project meant: after -C, or a positional argument that is one, else here."""
    for flag, value in pairwise(args):
        if flag in ("-C", "--project"):
            return Path(value)
    if any("PROJECT" in place.what for place in places):
        return next((Path(word) for word in given if (Path(word) / "brand").is_dir()), Path())
    return Path()


def _values(parameter: Parameter, root: Path, begun: str) -> list[CompletionItem]:
    if "PROJECT" in parameter.what or parameter.what in ("DIR", "[DIR]"):
        return [CompletionItem(begun, type="dir")]
    if "--format" in parameter.names and len(parameter.choices) < 2:
        return _begun((*FORMATS, "auto"), begun)
    if parameter.choices:
        return _begun(parameter.choices, begun)
    if source := _source(parameter):
        return _begun(sorted(set(source(root))), begun)
    return [] if parameter.what in ("DATE", "N", "TEXT", "NAME", "NEW") else [CompletionItem(begun, type="file")]


def _source(parameter: Parameter) -> Source | None:
    """Where the candidates come from, by what the parameter is called."""
    what = parameter.what.strip("[].")
    if "--tier" in parameter.names or "--tiers" in parameter.names:
        return _tiers
    if "--since" in parameter.names or "REV" in what:
        return _revisions
    if "--week" in parameter.names or what == "WEEK":
        return _weeks
    return {"ID": _ids, "OLD": _ids, "RULE": _rules, "WEEK|DATE|TIER|ROLE|PERSON|ITEM|ID": _shown}.get(what)


def _begun(values: tuple[str, ...] | list[str], begun: str) -> list[CompletionItem]:
    return [CompletionItem(value) for value in values if value.startswith(begun)]


def _names(folder: Path) -> Iterator[str]:
    """Ids of documents in a folder: their files' names."""
    if folder.is_dir():
        for path in folder.iterdir():
            if path.suffix in (".yaml", ".md", ".txt") and _ID.fullmatch(path.stem):
                yield path.stem


def _ids(root: Path) -> Iterator[str]:
    folders = [path for top in ("brand", "content") if (root / top).is_dir() for path in (root / top).iterdir()]
    return chain.from_iterable(_names(folder) for folder in folders if folder.name != "weeks")


def _tiers(root: Path) -> Iterator[str]:
    return _names(root / "brand" / "tiers")


def _weeks(root: Path) -> Iterator[str]:
    """A week's file has a free name: the week is what stands in it."""
    folder = root / "content" / "weeks"
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.suffix == ".yaml" and path.is_file():
            with path.open("rb") as file:
                if match := _WEEK.search(file.read(_HEAD)):
                    yield match[1].decode()


def _shown(root: Path) -> Iterator[str]:
    return chain(_weeks(root), _ids(root))


def _rules(root: Path) -> Iterator[str]:
    """A rule's file is called like the rule."""
    return (path.stem.replace("_", "-") for path in (_PACKAGE / "rules").glob("[a-z]*.py"))


def _revisions(root: Path) -> Iterator[str]:
    from siyu.stages.git import NoHistory, git

    try:
        told = git(root, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes")
    except NoHistory:
        return iter(())
    names = told.decode(errors="replace").split()
    return iter(["HEAD", "HEAD~1", *(name for name in names if _REVISION.fullmatch(name))])


def _skeletons() -> dict[str, list[Parameter]]:
    """What `siyu new` makes, and takes for it: a group, which only click knows."""
    from siyu.cli.new import command

    made = command.commands if isinstance(command, click.Group) else {}
    return {name: [_known(one) for one in each.params] for name, each in made.items()}


def _known(one: click.Parameter) -> Parameter:
    if not isinstance(one, click.Option):
        return Parameter((), "NAME")
    choices = tuple(map(str, one.type.choices)) if isinstance(one.type, click.Choice) else ()
    what = str(one.metavar or "")
    return Parameter(tuple(one.opts), what, one.is_flag, choices, one.multiple, one.help or "")
