"""What commands share that look at the composed plan: a project's publication."""

from __future__ import annotations

from pathlib import Path

import click

from siyu.build import compile_project
from siyu.cli.formats import formatted
from siyu.diagnostic import Severity
from siyu.edition import Publication


def composed(root: Path, shown: str, lang: str) -> Publication:
    """The publication of a project; where errors stop it, they are printed and the command ends with 1."""
    result = compile_project(root)
    if result.publication is None:
        errors = [diagnostic for diagnostic in result.diagnostics if diagnostic.severity is Severity.ERROR]
        click.echo(formatted(errors, "full", lang, shown), nl=False, err=True)
        raise click.exceptions.Exit(1)
    return result.publication
