"""Options that several commands share, and how their words are checked."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from csto_sim.cli.faults import nearest_of, refuse

if TYPE_CHECKING:
    from csto_sim.record import Record
    from csto_sim.scenario.model import Scenario
    from csto_sim.store import Log

_Command = TypeVar("_Command", bound=Callable[..., Any])

DEFAULT_LOG = "csto_sim.db"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def a_day(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Return an ISO day as written, such as 2009-06-14; raise a usage error for any other word."""
    from datetime import date

    if value is None:
        return None
    try:
        if not _DAY.fullmatch(value):
            raise ValueError(value)
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise click.BadParameter(
            f"{value!r} is no day; write year-month-day, as in 2009-06-14.", ctx, param
        ) from None


#: Beyond every number that something can have here.
TOO_LARGE = 2**62


def integer(word: str) -> int:
    """Return the number of a run or a step as `whole_number`; raise a usage error if it is none."""
    found = whole_number(word)
    if found is None:
        from csto_sim.errors import clip

        raise click.BadParameter(f"'{clip(word)}' is not a whole number.")
    return found


def whole_number(word: str) -> int | None:
    """Return a whole number as written, `TOO_LARGE` for one of more digits; None if it is none."""
    digits = word.removeprefix("-")
    if not digits.isdecimal():
        return None
    sign = -1 if word.startswith("-") else 1
    return sign * min(int(digits) if len(digits) <= 18 else TOO_LARGE, TOO_LARGE)


def agreeing(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Return the changes of `--set`; raise a usage error where two of one member contradict.

    Whether it comes (absent, present) and what it says are two facts of a member.
    """
    if len(value) < 2:
        return value
    from csto_sim.errors import clip
    from csto_sim.scenario.setting import COMING

    said: dict[tuple[str, bool], tuple[str, str]] = {}
    for text in value:
        who, _, word = text.partition("=")
        word = word.strip().replace("-", " ")
        before = said.setdefault((who.strip(), word in COMING), (word, text))
        if before[0] != word:
            raise click.BadParameter(
                f"{clip(before[1])} and {clip(text)} contradict each other; keep one of them.",
                ctx,
                param,
            )
    return value


def together(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Return one decorator for several options, listed in help in the order given."""

    def decorate(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


on_day = click.option(
    "--on", "day", callback=a_day, metavar="DATE", help="Only what applies that day."
)
as_json = click.option("--json", "plain", is_flag=True, help="Print JSON.")
database = click.option(
    "--db",
    metavar="FILE|URL",
    envvar="CSTO_SIM_DB",
    default=DEFAULT_LOG,
    show_default=True,
    show_envvar=True,
    help="The log: a SQLite file or any SQLAlchemy URL.",
)
under = together(
    click.option(
        "--reading",
        "chosen",
        multiple=True,
        metavar="ID=OPTION",
        help="Choose a reading, as in absence-cure=A. May be given several times.",
    ),
    click.option(
        "--mode",
        type=click.Choice(["strict", "practice"]),
        help="Defaults of readings: what the texts say, or what was done.",
    ),
    click.option(
        "--set",
        "facts",
        multiple=True,
        callback=agreeing,
        metavar="FACT",
        help="Change one fact for a quick look, as in BLR=absent. May be given several times.",
    ),
)


def readings_of(chosen: Iterable[str], where: str = "--reading") -> dict[str, str]:
    """Return the options chosen on the command line, by full id; `where` is the option for it.

    Raises `Unreadable` with a complaint for each word that is not ID=OPTION, for each unknown id
    and for each option that its reading does not have.
    """
    from csto_sim.errors import Complaints, Unreadable, clip, listing

    chosen = tuple(chosen)
    if not chosen:
        return {}
    from csto_sim.law import full_id, readings

    known = readings()
    found: dict[str, str] = {}
    faults = Complaints()

    def add(fault: Unreadable) -> None:
        faults.extend(fault.complaints)

    for word in chosen:
        about = f"{where} {clip(word, 50)}"
        id, equals, option = (part.strip() for part in word.partition("="))
        full = full_id(id)
        if not equals or not id or not option:
            hint = f"{id}={next(iter(known[full].options))}" if full in known else ""
            add(refuse("CSTO-503", "this is not a choice of reading", about, "ID=OPTION", hint))
        elif full not in known:
            hint = nearest_of(full, known) or "csto-sim law readings lists them"
            add(refuse("CSTO-305", f"there is no reading {clip(id)!r}", about, hint=hint))
        elif option.upper() not in known[full].options:
            letters = listing(list(known[full].options))
            hint = f"csto-sim law readings {id}"
            add(refuse("CSTO-306", f"{full} has no option {clip(option)!r}", about, letters, hint))
        else:
            before = found.setdefault(full, option.upper())
            if before != option.upper():
                message = f"{full} is chosen twice: {before} and {option.upper()}"
                add(refuse("CSTO-503", message, about, hint="keep one of them"))
    faults.settle()
    return found


def existing_rulebook(id: str | None) -> str:
    """Return the id of a rulebook that exists, or '' for none; raise `Unreadable` (CSTO-335)."""
    if id is None:
        return ""
    from csto_sim.law import installed_rulebooks, rulebook, rulebooks

    if id == "csto" or rulebook(id) is not None:
        return id
    from csto_sim.errors import clip

    hint = nearest_of(id, (*rulebooks(), *installed_rulebooks())) or "csto-sim law rulebooks"
    raise refuse("CSTO-335", f"there is no rulebook {clip(id)!r}", "--rulebook", hint=hint)


def changed(scenario: Scenario, facts: tuple[str, ...]) -> Scenario:
    """Return the scenario with the facts of `--set` changed; raise `Unreadable` for a wrong one."""
    if not facts:
        return scenario
    from csto_sim.scenario.load import set_facts

    return set_facts(scenario, list(facts))


def opened(db: str) -> Log:
    """Return the log for writing, made if it is not there; raise `LogError` when it cannot be."""
    from csto_sim.store import open_log

    return open_log(db)


def reading_log(db: str) -> Log:
    """Return the log for reading; raise `LogError` when there is none: reading creates nothing."""
    from csto_sim.store import open_log

    return open_log(db, create=False)


def stored(db: str, run: int) -> Record:
    """Return a stored run by its number; raise `LogError` when there is no log or no such run."""
    with reading_log(db) as log:
        return log.load(run)


@contextmanager
def telling(db: str, run: int) -> Iterator[None]:
    """Raise `LogError` for whatever fails while a stored run is told.

    A log may have been altered by hand so that its rows are sound and make no sense together.
    """
    from csto_sim.errors import CstoError, LogError, clip

    try:
        yield
    except (CstoError, click.ClickException, click.exceptions.Exit, OSError):
        raise
    except Exception as fault:
        if os.environ.get("CSTO_SIM_DEBUG") == "1":
            raise
        said = clip(f"{type(fault).__name__}: {fault}", 120)
        raise LogError(
            f"run {run} in the log {clip(shown(db), 120)} cannot be told: something in its rows "
            f"is not what a run leaves there ({said})",
            "run the scenario again; if nobody altered the log, please report this",
            "CSTO-407",
        ) from fault


def shown(db: str) -> str:
    """Return the name of a log as it may be shown: a password in its URL is left out."""
    from csto_sim.reports.escaped import safe

    return safe(re.sub(r"(://[^/:@]*):[^@/]*@", r"\1:…@", db))
