"""The command line: one group, one module per family of verbs."""

from __future__ import annotations

import difflib
import sys
from typing import Any

import click

from regulars.faces.terminal.verbs import (
    books,
    data,
    draws,
    engine,
    evaluating,
    numbers,
    people,
    running,
    town,
)
from regulars.faces.terminal.verbs.running import prepare
from regulars.ground.engines.condition import tables
from regulars.ground.kit.refusals import Refusal

UNPREPARED = ("init", "dev", "doctor", "restore", "verify-draw")


class Line(click.Group):
    """Suggests the nearest verb on a typo and turns refusals into plain messages."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = super().get_command(ctx, cmd_name)
        if found is None:
            near = difflib.get_close_matches(cmd_name, self.list_commands(ctx), 1)
            hint = f" Did you mean `{near[0]}`?" if near else " See `regulars --help`."
            raise click.UsageError(f"There is no verb `{cmd_name}`.{hint}")
        return found

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise click.ClickException(str(refusal.sentence)) from refusal


@click.group(cls=Line, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.pass_context
def regulars(context: click.Context) -> None:
    """Run and look after a Regulars market.

    \b
    Examples:
      regulars init                       prepare database and pages
      regulars demo                       fill an empty market with the demo town
      regulars serve --port 8000          serve pages and run the worker
      regulars import olist DIR           load a marketplace's history
      regulars check-books --json         prove that the books balance
    """
    asks_help = {"-h", "--help"} & set(sys.argv[1:])
    if context.invoked_subcommand in UNPREPARED or asks_help:
        return
    if not tables():
        prepare()


for module in (running, people, town, data, books, numbers, engine, evaluating, draws):
    for verb in module.verbs:
        regulars.add_command(verb)
