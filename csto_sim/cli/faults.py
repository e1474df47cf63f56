"""The one place where an error becomes lines on stderr and an exit code. Never a traceback.

With `CSTO_SIM_DEBUG=1` a fault of the program is raised as it is.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

import click

# `csto_sim.errors` is imported where there is an error: the start of the program is measured.
if TYPE_CHECKING:
    from csto_sim.errors import CstoError, Unreadable

FAULT = 70
INTERRUPTED = 130
#: What a shell reports for a program that SIGPIPE ended: whoever read our output has left.
PIPE_CLOSED = 141


class PipeClosed(Exception):
    """Whoever read our output has left, as `head` does."""


class WrongCommand(click.UsageError):
    """A word that is no command; `hint` is a line to type instead, which is never broken."""

    def __init__(self, message: str, ctx: click.Context, hint: str) -> None:
        super().__init__(message, ctx)
        self.hint = hint


@contextmanager
def telling_pipes() -> Iterator[None]:
    """Turn a closed pipe into `PipeClosed`: click would end with 1, which here means a failure."""
    try:
        yield
    except OSError as fault:
        if _is_pipe(fault):
            raise PipeClosed from None
        raise


def guarded(call: Callable[[], Any]) -> int:
    """Return the exit code of a call: what it returns if that is a number, else 0 or its error's.

    Every error is told on stderr first, in full sentences.
    """
    try:
        code = call()
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except PipeClosed:
        _leave_quietly()
        return PIPE_CLOSED
    except click.exceptions.Exit as fault:
        return fault.exit_code
    except (click.Abort, KeyboardInterrupt):
        _tell("Interrupted.")
        return INTERRUPTED
    except click.ClickException as fault:
        _usage(fault)
        return fault.exit_code
    except Exception as fault:
        from csto_sim.errors import CstoError

        if isinstance(fault, CstoError):
            tell(fault)
            return fault.exit_code
        if _is_pipe(fault):
            _leave_quietly()
            return PIPE_CLOSED
        if isinstance(fault, OSError):
            return _system(fault)
        return _fault(fault)


def tell(fault: CstoError) -> None:
    """Write an error of ours to stderr: every complaint of it, or its message and its hint."""
    from dataclasses import replace

    from csto_sim import errors
    from csto_sim.cli.screen import fitting, message
    from csto_sim.reports.escaped import escaped

    if isinstance(fault, errors.Unreadable):
        told = [replace(each, file=escaped(each.file)) for each in fault.complaints]
        with fitting(errors.ROOM, err=True):
            _tell("\n\n".join(map(errors.render, told)))
    elif isinstance(fault, errors.LogError):
        text = str(fault)
        _tell(message(f"{text[:1].upper()}{text[1:]}"))
    else:
        _tell(message(str(fault)))


def refuse(code: str, message: str, about: str, expected: str = "", hint: str = "") -> Unreadable:
    """Return the error for one word of the command line: `about` is that word as it was written."""
    from csto_sim.errors import Complaint, Unreadable

    return Unreadable([Complaint(code, message, about, expected=expected, hint=hint)])


def nearest_of(word: str, words: Iterable[str]) -> str:
    """Return the nearest right word as a hint, or the only one that begins so; '' without one."""
    from csto_sim.errors import suggestion

    known = tuple(words)
    begun = [each for each in known if len(word) > 2 and each.startswith(word.casefold())]
    return suggestion(word, known) or (begun[0] if len(begun) == 1 else "")


def _usage(fault: click.ClickException) -> None:
    """Show a fault of usage: its message may hold words of the command line as they came."""
    from csto_sim.cli.screen import columns, wrap
    from csto_sim.reports.escaped import safe_lines

    told = fault.format_message()
    context = getattr(fault, "ctx", None)
    if context is not None and told == context.get_help():
        # A group without a command is answered with its help, which click has laid out.
        told = safe_lines(told)
    else:
        told = wrap(told, "Error: ", "  ", columns(err=True)).removeprefix("Error: ")
    if isinstance(fault, WrongCommand):
        told = f"{told}\n{safe_lines(fault.hint)}"
    setattr(fault, "format_message", lambda: told)  # noqa: B010  # what `show` asks
    with _unheard():
        fault.show()


def _tell(text: str) -> None:
    with _unheard():
        click.echo(text, err=True)


@contextmanager
def _unheard() -> Iterator[None]:
    """Go on where nothing can be said any more: with stderr gone, the exit code still tells."""
    try:
        yield
    except (OSError, ValueError):
        _to_nowhere(sys.stderr)


def _is_pipe(fault: BaseException) -> bool:
    return isinstance(fault, OSError) and fault.errno in (errno.EPIPE, errno.ESHUTDOWN)


def _leave_quietly() -> None:
    # The interpreter flushes stdout once more when it ends; that must not fail again.
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        _to_nowhere(sys.stdout)


def _to_nowhere(stream: TextIO) -> None:
    with open(os.devnull, "w") as nowhere, suppress(OSError, ValueError):
        os.dup2(nowhere.fileno(), stream.fileno())


def _system(fault: OSError) -> int:
    """Tell what the system refused, such as a full disk behind stdout; return the exit code."""
    from csto_sim.cli.screen import message
    from csto_sim.errors import clip
    from csto_sim.reports.escaped import escaped

    _leave_quietly()
    what = fault.strerror or str(fault)
    name = f": {clip(escaped(str(fault.filename)), 200)}" if fault.filename else ""
    _tell(message(f"This could not be done: {clip(what, 300)}{name}."))
    return 2


def _fault(fault: Exception) -> int:
    if os.environ.get("CSTO_SIM_DEBUG") == "1":
        raise fault
    from csto_sim.cli.screen import message
    from csto_sim.errors import clip

    place = ""
    trace = fault.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename.replace(os.sep, "/")
        if "/csto_sim/" in name:
            place = f", in csto_sim/{name.rpartition('/csto_sim/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    said = f"{type(fault).__name__}: {clip(str(fault), 200)}{place}"
    _tell(
        message(
            f"This is a fault of the program, not of your input: {said}.\n"
            "Please report this with the command, the file and `csto-sim --version`; "
            "CSTO_SIM_DEBUG=1 shows more."
        )
    )
    return FAULT


def never_fail_to_write() -> None:
    """Let stdout and stderr write a sign in place of each letter that their encoding lacks.

    A stream that was closed before the start leads nowhere.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115  # open to the end
            continue
        encoding = (stream.encoding or "").lower().replace("-", "")
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace" if encoding == "utf8" else "replace")
