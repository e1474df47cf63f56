"""The program: a group of commands that imports a command when it is called, not before.

Help is written from the table `COMMANDS`, so `csto-sim --help` imports no command at all.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import click

from csto_sim.cli.faults import WrongCommand, guarded, telling_pipes


class Entry(NamedTuple):
    """One command: its name, the module that holds it, and its help in a few words."""

    name: str
    module: str
    short: str


#: Each module has its command under the name `command`.
COMMANDS = (
    Entry("run", "csto_sim.cli.run", "Run scenarios and say what follows."),
    Entry("check", "csto_sim.cli.check", "Read scenarios without running them."),
    Entry("explain", "csto_sim.cli.explain", "Say why each step came out as it did."),
    Entry("robust", "csto_sim.cli.robust", "Which outcomes hold whatever the readings."),
    Entry("explore", "csto_sim.cli.explore", "Every course of what may vary, counted exactly."),
    Entry("verify", "csto_sim.cli.verify", "Claims: what always, sometimes, eventually is so."),
    Entry("why-not", "csto_sim.cli.why_not", "The least that would have had to be otherwise."),
    Entry("power", "csto_sim.cli.power", "Who can carry a decision, and who can stop it."),
    Entry("compare", "csto_sim.cli.compare", "What flips when scenarios are read otherwise."),
    Entry("distinguish", "csto_sim.cli.distinguish", "The shortest story on which two differ."),
    Entry("options", "csto_sim.cli.options_now", "Which acts are open now, and why others not."),
    Entry("sweep", "csto_sim.cli.sweep", "Many scenarios under many readings, on all cores."),
    Entry("bound", "csto_sim.cli.bound", "Say whom an instrument binds on a day."),
    Entry("law", "csto_sim.cli.law", "Provisions and readings, by day."),
    Entry("rights", "csto_sim.cli.rights", "Who may do what, by status and day."),
    Entry("register", "csto_sim.cli.register", "Dated facts: bodies, forces, instruments."),
    Entry("duties", "csto_sim.cli.duties", "What is owed by the calendar, and was it done."),
    Entry("coverage", "csto_sim.cli.coverage", "What scenarios exercised of law and tables."),
    Entry("procedures", "csto_sim.cli.procedures", "The tables that a scenario runs on."),
    Entry("log", "csto_sim.cli.log", "What was run and stored."),
    Entry("replay", "csto_sim.cli.replay", "Run a stored run again and compare."),
    Entry("new", "csto_sim.cli.new", "Write a scenario to start from."),
    Entry("schema", "csto_sim.cli.schema", "Print the JSON Schema of scenario files."),
)

#: The variable by which a shell asks for completion.
COMPLETE = "_CSTO_SIM_COMPLETE"

EXIT_CODES = (
    (0, "it ran, and expectations hold"),
    (
        1,
        "an expectation failed; --strict or --fail-under found something; a replay differs; robust "
        "or explore stopped at a limit; a claim was not verified; why-not found no way; "
        "distinguish found no difference",
    ),
    (2, "input or usage that cannot be read"),
    (3, "the log could not be read or written"),
    (70, "a fault of the program"),
)


class Commands(click.Group):
    """A click group that meets a wrong word with the nearest of its commands."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command and what is left of the arguments; a wrong word gets the nearest."""
        word = str(args[0])
        if not word.startswith("-") and self.get_command(ctx, word) is None:
            raise WrongCommand(f"there is no command {word!r}.", ctx, self.meant(ctx, word))
        return super().resolve_command(ctx, args)

    def meant(self, ctx: click.Context, word: str) -> str:
        """Return what to type instead of a wrong word, in one line."""
        from csto_sim.errors import suggestion

        path = ctx.command_path
        near = suggestion(word, self.list_commands(ctx))
        return f"Try: {path} {near}" if near else f"`{path} --help` lists them."


class Listing(Commands):
    """A group that lists what it `holds` when no command is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Return what is left of the arguments; none at all, or options alone, mean `list`."""
        asks_help = set(args) & set(ctx.help_option_names)
        if not asks_help and not set(args) & set(self.list_commands(ctx)):
            args = ["list", *args] if not args or args[0].startswith("-") else args
        return super().parse_args(ctx, args)

    def holds(self, word: str) -> bool:
        """Return whether there is an entry of that name."""
        return False

    def meant(self, ctx: click.Context, word: str) -> str:
        """Return what to type instead of a wrong word; an entry is shown."""
        return (
            f"Try: {ctx.command_path} show {word}" if self.holds(word) else super().meant(ctx, word)
        )


class Program(Commands):
    """A click group whose commands are those of `COMMANDS`, each imported on demand.

    Its `main` is the one place where an error becomes lines and an exit code.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order of the table."""
        return [entry.name for entry in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, importing its module; None when there is none."""
        for entry in COMMANDS:
            if entry.name == cmd_name:
                from importlib import import_module

                command: click.Command = import_module(entry.module).command
                return command
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands and the exit codes, from tables alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(entry.name, entry.short) for entry in COMMANDS])
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(code), says) for code, says in EXIT_CODES])

    def meant(self, ctx: click.Context, word: str) -> str:
        """Return what to type instead of a wrong word; a file is run."""
        if not os.path.exists(word):
            return super().meant(ctx, word)
        from csto_sim.cli.files import typed

        return f"To run that: {ctx.command_path} run {typed(word)}"

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Return the context, with the width of help settled: click would import shutil for it."""
        extra.setdefault("terminal_width", _width())
        with telling_pipes():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Call the command that was asked for and return what it returns: its exit code."""
        with telling_pipes():
            return super().invoke(ctx)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run; in standalone mode turn every error into lines and exit with the code."""

        def call() -> Any:
            # The parent's parameters changed their order between versions of click.
            return click.Group.main(
                self,
                args=args,
                prog_name=prog_name or "csto-sim",
                complete_var=complete_var,
                standalone_mode=False,
                **extra,
            )

        if not standalone_mode:
            return call()
        raise SystemExit(guarded(_completing(call) if os.environ.get(COMPLETE) else call))


def _completing(call: Callable[[], Any]) -> Callable[[], Any]:
    """The call with what a shell asked of it wrongly, by its variables, told as wrong usage."""

    def complete() -> Any:
        try:
            return call()
        except (LookupError, ValueError):
            asked = False
        except SystemExit as fault:
            asked = fault.code in (None, 0)
        if not asked:
            raise click.UsageError(
                f"{COMPLETE} asks for the completion of a shell, and COMP_WORDS and COMP_CWORD do "
                f"not say of what. Unset it, or set it to bash_source, zsh_source or fish_source."
            )
        return 0

    return complete


def _width() -> int:
    """The width of help: that of the terminal, at most 80 columns, at least 50."""
    try:
        columns = int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        try:
            columns = os.get_terminal_size(sys.__stdout__.fileno()).columns  # type: ignore[union-attr]  # None is caught
        except (AttributeError, OSError, ValueError):
            columns = 80
    return max(50, min(80, columns) - 2)


def _version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from csto_sim.version import VERSION

        click.echo(f"csto-sim {VERSION}")
        ctx.exit(0)


@click.command(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="This is a model of rules, not legal advice.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Print the version.",
)
@click.option("--no-color", is_flag=True, help="No colour on a terminal (as NO_COLOR does).")
@click.pass_context
def program(ctx: click.Context, no_color: bool) -> None:
    """The decision procedures of the Collective Security Treaty Organization.

    A scenario file says what happened; the program says what follows under the rules in force that
    day, each step with the provision that decided it.
    """
    if no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        ctx.color = False
