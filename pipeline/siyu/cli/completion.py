"""siyu completion: the line that makes a shell complete commands, options and ids."""

from __future__ import annotations

import click

LINES = {
    "bash": ("~/.bashrc", 'eval "$(_SIYU_COMPLETE=bash_source siyu)"'),
    "zsh": ("~/.zshrc", 'eval "$(_SIYU_COMPLETE=zsh_source siyu)"'),
    "fish": ("~/.config/fish/completions/siyu.fish", "_SIYU_COMPLETE=fish_source siyu | source"),
    "powershell": (
        "$PROFILE",
        "& { $env:_SIYU_COMPLETE = 'powershell_source'; siyu; Remove-Item Env:_SIYU_COMPLETE } | Out-String | Invoke-Expression",
    ),
}


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish", "powershell"]))
def command(shell: str) -> None:
    """让终端按 Tab 补全命令和 id · Complete commands and ids with the Tab key."""
    place, line = LINES[shell]
    click.echo(f"把这一行加进 {place} · add this line to {place}", err=True)
    click.echo(line)
