"""What commands share that look at the composed plan: the project beside other arguments, and its publication."""

from __future__ import annotations

from pathlib import Path

import click

from siyu.build import compile_project
from siyu.cli.formats import formatted
from siyu.cli.options import Option
from siyu.diagnostic import Severity
from siyu.edition import Publication

project_option: Option = click.option(
    "-C", "project_", metavar="PROJECT", default=".", type=click.Path(), help="项目在哪里 · where the project is"
)


def composed(root: Path, shown: str, lang: str) -> Publication:
    """The publication of a project; where errors stop it, they are printed and the command ends with 1."""
    result = compile_project(root)
    if result.publication is None:
        errors = [diagnostic for diagnostic in result.diagnostics if diagnostic.severity is Severity.ERROR]
        click.echo(formatted(errors, "full", lang, shown), nl=False, err=True)
        raise click.exceptions.Exit(1)
    return result.publication
