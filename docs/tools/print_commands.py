"""Print the page on the commands from the program itself.

    python docs/tools/print_commands.py            writes docs/commands.md
    python docs/tools/print_commands.py --check    tells whether it is fresh, writes nothing

Help is laid out here and not by click, so that the page does not change with click's version.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from printing import printed

PAGE = Path(__file__).resolve().parents[1] / "commands.md"

HEAD = """\
# Commands

Printed from the program by `docs/tools/print_commands.py`; a test holds it fresh.

"""

TAIL = """\
## What is the same everywhere

**The log** is `csto_sim.db` in the working folder. `--db FILE` names another file, `--db URL` a
database by any SQLAlchemy URL, and `CSTO_SIM_DB` does the same for every command. A run is stored
whole or not at all. A run with `--no-log`, with `--set`, or with `--watch` and no `--db` is a dry
run and says so.

**Readings.** `--reading ID=OPTION` may be given several times, with or without `amb.` before the
ID. It takes precedence over the `readings:` of the file. Expectations hold for the readings, mode
and facts of the file; under others they are told as not applicable.

**Several files.** `run` and `check` take files and folders. What cannot be read is told in full,
the rest is run and logged, and the exit code is 2.

**Colour** is used on a terminal only, and never when `NO_COLOR` is set, `TERM` is `dumb`, or
`csto-sim --no-color` is given. Lines are at most 80 columns wide, or as wide as a narrower
terminal, except for paths and addresses, which are never broken.

**JSON** of a run is the whole record, as `csto_sim.record.to_plain` gives it: one object for one
file, an array for several. What is not JSON then goes to stderr.

**CSV** is what `csto-sim log export RUN --format csv --table NAME` gives, one table at a time.

**Test servers** read `--junit FILE`: a suite for each file, a case for each expectation.

**A fault of the program** is told in a few lines with exit code 70; `CSTO_SIM_DEBUG=1` shows
where it is. An interruption (Ctrl-C) gives 130. When whoever reads the output leaves early, as
`head` does, the code is 141.

## Completion

The shell completes commands, options and words after one of these lines in its start file:

```sh
# ~/.bashrc
eval "$(_CSTO_SIM_COMPLETE=bash_source csto-sim)"
# ~/.zshrc
eval "$(_CSTO_SIM_COMPLETE=zsh_source csto-sim)"
# ~/.config/fish/completions/csto-sim.fish
_CSTO_SIM_COMPLETE=fish_source csto-sim | source
```
"""


def page() -> str:
    """Return the page as Markdown."""
    from csto_sim.cli.program import COMMANDS, EXIT_CODES, program

    context = click.Context(program, info_name="csto-sim")
    parts = [HEAD, _doc(program), "\n"]
    parts.append("| command | |\n|---|---|\n")
    for entry in COMMANDS:
        parts.append(f"| [`{entry.name}`](#csto-sim-{entry.name}) | {entry.short} |\n")
    parts.append("\n")
    parts += _options(program, context)
    parts.append("| exit code | |\n|---|---|\n")
    parts += [f"| {code} | {says} |\n" for code, says in EXIT_CODES]
    parts.append("\n")
    for entry in COMMANDS:
        command = program.get_command(context, entry.name)
        assert command is not None
        parts += _command(command, click.Context(command, context, entry.name), 2)
    parts.append(TAIL)
    return "".join(parts)


def _command(command: click.Command, context: click.Context, level: int) -> Iterator[str]:
    yield f"{'#' * level} `{context.command_path}`\n\n"
    if not isinstance(command, click.Group):
        words = ["[OPTIONS]" if _shown(command, context) else ""]
        words += [_argument(param) for param in command.params if isinstance(param, click.Argument)]
        usage = " ".join(filter(None, [context.command_path, *words]))
        yield f"```text\n{usage}\n```\n\n"
    yield _doc(command) + "\n"
    yield from _options(command, context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _command(inner, click.Context(inner, context, name), level + 1)


def _doc(command: click.Command) -> str:
    paragraphs = (command.help or "").split("\n\n")
    return "\n\n".join(" ".join(each.split()) for each in paragraphs) + "\n"


def _argument(param: click.Argument) -> str:
    name = param.metavar or str(param.name).upper()
    many = "…" if param.nargs == -1 and "…" not in name else ""
    return f"{name}{many}" if param.required else f"[{name}{many}]"


def _shown(command: click.Command, context: click.Context) -> list[click.Option]:
    return [each for each in command.params if isinstance(each, click.Option) and not each.hidden]


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    options = _shown(command, context)
    if options:
        yield "| option | |\n|---|---|\n"
        for each in options:
            yield f"| `{_spelled(each)}` | {_told(each)} |\n"
        yield "\n"


def _spelled(option: click.Option) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    if option.is_flag:
        return names
    if isinstance(option.type, click.Choice):
        value = " or ".join(map(str, option.type.choices))
    else:
        value = option.metavar or option.type.name.upper().replace(" RANGE", "")
    return f"{names} {value}".replace("|", "\\|")


def _told(option: click.Option) -> str:
    told = (option.help or "").rstrip()
    if option.show_default and option.default is not None:
        told += f" Default: `{option.default}`."
    if option.envvar:
        told += f" Also by `{option.envvar}`."
    return told + (" Required." if option.required else "")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    sys.exit(printed(((PAGE, page()),)))
