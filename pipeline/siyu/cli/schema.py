"""siyu schema: what an editor needs to complete and check as one types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from siyu import editor
from siyu.cli.options import lang_option, project, project_argument, wrong
from siyu.diagnostic import Words
from siyu.kinds import KINDS
from siyu.report.words import say
from siyu.schema import schemas
from siyu.stages.load_all import load_all
from siyu.stages.read import read


@click.command()
@project_argument
@lang_option
def command(project_: str, lang: str) -> None:
    """写出编辑器用的补全和检查 · Write schemas, settings, tasks and snippets for the editor."""
    root = project(project_, lang)
    files, _ = read(root)
    documents, known, _ = load_all(files)
    made = schemas(documents, known)
    for kind, schema in made.items():
        _write(root / ".siyu" / "schema" / f"{kind}.json", schema, lang)
    for name, content in editor.files({kind: place for kind, (place, _) in KINDS.items()}).items():
        path = root / ".vscode" / name
        try:
            old = json.loads(path.read_text("utf-8")) if path.exists() else {}
        except ValueError:
            words = Words(
                f".vscode/{name} 里有注释或写坏了，没有动它；要加的在 docs/editor.zh-CN.md",
                f".vscode/{name} has comments or is broken and was left alone; docs/editor.md has what to add",
            )
            click.echo(say(words, lang), err=True)
            continue
        _write(path, editor.merged(old, content), lang)
    done = Words(
        f"写好了：.siyu/schema 里 {len(made)} 份，.vscode 里的设置",
        f"done: {len(made)} schemas in .siyu/schema, settings in .vscode",
    )
    click.echo(say(done, lang))


def _write(path: Path, content: Any, lang: str) -> None:
    """JSON to a file of the project, never through a link; what is there already stays untouched."""
    if any(part.is_symlink() for part in (path, path.parent, path.parent.parent)):
        wrong(Words(f"{path} 是一个链接，不写", f"{path} is a link: not written"), lang)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8", newline="\n")
