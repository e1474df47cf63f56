"""The tables of the log as SQLModel classes; `docs/log.md` tells each column in one line.

Import this module to query a log with SQLModel or to point Alembic at it:
`Base.metadata` holds these tables and no others. Rows are made in `rows.py`, not by these classes,
which do not validate. Names that SQL reserves are avoided, so no query needs quotes.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Base(SQLModel, registry=registry()):
    """What the tables of the log have in common: a registry of their own."""


_CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False}
"""Rows lie in the order of the primary key: those of one run together, written at the end."""


def _of_run() -> Any:
    return Field(primary_key=True, foreign_key="run.id")


def _place() -> Any:
    return Field(primary_key=True)


def _seconds() -> Any:
    return Field(sa_type=BigInteger)


def _seconds_or_none() -> Any:
    return Field(default=None, sa_type=BigInteger, nullable=True)


class Meta(Base, table=True):
    """What the log is: its schema version, the program that made it, and when."""

    __tablename__: ClassVar[str] = "meta"
    name: str = Field(primary_key=True)
    value: str


class Run(Base, table=True):
    """One run of a scenario, with its certificate and what came of it in short."""

    __tablename__: ClassVar[str] = "run"
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    batch: int
    stored_at: str
    title: str
    file: str
    mode: str
    since: str
    until: str
    first_day: str = Field(index=True)
    last_day: str
    outcomes: str
    steps: int
    refusals: int
    held: int
    failed: int
    not_applicable: int
    exit_code: int
    scenario_hash: str = Field(index=True)
    law_hash: str
    readings_hash: str
    acts_hash: str
    program: str
    python: str


class Tree(Base, table=True):
    """One tree of findings, known by the SHA-256 of its content and shared by any steps."""

    __tablename__: ClassVar[str] = "tree"
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    digest: str = Field(unique=True)


class FindingNode(Base, table=True):
    """One finding within a tree, numbered depth first."""

    __tablename__: ClassVar[str] = "finding"
    __table_args__ = _CLUSTERED
    tree_id: int = Field(primary_key=True, foreign_key="tree.id")
    n: int = _place()
    depth: int
    parent: int | None
    says: str
    holds: bool
    under: str
    facts: str
    reading: str | None
    option: str | None


class StepRow(Base, table=True):
    """One step of a run; a refusal is a step of that kind."""

    __tablename__: ClassVar[str] = "step"
    __table_args__ = (
        Index(
            "ix_step_refused",
            "run_id",
            sqlite_where=text("kind = 'refusal'"),
            postgresql_where=text("kind = 'refusal'"),
        ),
        _CLUSTERED,
    )
    run_id: int = _of_run()
    n: int = _place()
    seq: int
    written: str
    earliest: int = _seconds()
    latest: int = _seconds()
    day: str
    kind: str
    act: str
    by_whom: str
    case_id: str
    source: str
    target: str
    under: str
    tree_id: int | None = Field(default=None, foreign_key="tree.id", index=True)
    readings: str
    saw: str
    opens: str
    closes: str
    takes: str
    origin: int


class DeadlineRow(Base, table=True):
    """One line of the ledger of deadlines."""

    __tablename__: ClassVar[str] = "deadline"
    __table_args__ = _CLUSTERED
    run_id: int = _of_run()
    n: int = _place()
    case_id: str
    name: str
    holder: str
    trigger: str
    under: str
    unit: str | None
    length: int | None
    zone: str | None
    calendar: str | None
    first_counted: str | None
    last_earliest: int | None = _seconds_or_none()
    last_latest: int | None = _seconds_or_none()
    skipped: str | None
    due_earliest: int | None = _seconds_or_none()
    due_latest: int | None = _seconds_or_none()
    due_at: str | None
    status: str
    because: str
    follows: str
    opened: int
    closed: int


class OutcomeRow(Base, table=True):
    """What became of one matter or meeting."""

    __tablename__: ClassVar[str] = "outcome"
    __table_args__ = (Index("ix_outcome_procedure_state", "procedure", "state"), _CLUSTERED)
    run_id: int = _of_run()
    n: int = _place()
    case_id: str
    procedure: str
    title: str
    state: str = Field(index=True)
    says: str
    since: str
    effective: str
    known: str
    bound: str
    facts: str
    decided_by: int


class BondRow(Base, table=True):
    """A member bound by an outcome, from which day and until which."""

    __tablename__: ClassVar[str] = "bond"
    __table_args__ = (
        ForeignKeyConstraint(["run_id", "outcome_n"], ["outcome.run_id", "outcome.n"]),
        _CLUSTERED,
    )
    run_id: int = _place()
    outcome_n: int = _place()
    n: int = _place()
    case_id: str
    member: str
    since: str
    known: str
    until: str


class ReadingRow(Base, table=True):
    """A reading in use in a run, its option, and whether it was asked and decided."""

    __tablename__: ClassVar[str] = "reading"
    __table_args__ = (Index("ix_reading_option", "reading", "option"), _CLUSTERED)
    run_id: int = _of_run()
    n: int = _place()
    reading: str
    option: str
    chosen: str
    consulted: bool
    decisive: str | None


class ExpectationRow(Base, table=True):
    """An expectation of the scenario file and what was found."""

    __tablename__: ClassVar[str] = "expectation"
    __table_args__ = _CLUSTERED
    run_id: int = _of_run()
    n: int = _place()
    line_no: int
    column_no: int
    says: str
    status: str
    found: str


class ProvisionRow(Base, table=True):
    """A provision on which some step of a run relies: to find runs by it."""

    __tablename__: ClassVar[str] = "provision"
    __table_args__ = _CLUSTERED
    provision: str = _place()
    run_id: int = Field(primary_key=True, foreign_key="run.id", index=True)


class TagRow(Base, table=True):
    """A tag given to a run when it was saved: to find runs by it."""

    __tablename__: ClassVar[str] = "tag"
    __table_args__ = _CLUSTERED
    tag: str = _place()
    run_id: int = Field(primary_key=True, foreign_key="run.id", index=True)
