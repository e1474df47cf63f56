"""The runs of a log as rows, and the filters by which they are found."""

from __future__ import annotations

from typing import Any, NamedTuple


class RunRow(NamedTuple):
    """One run as the log lists it; every field is a column of the table `run`.

    `batch` is the number of the first run that was saved with it; `stored_at` a second in UTC,
    `2026-01-31T12:00:00Z`. `first_day` and `last_day` are the ISO days of the earliest and latest
    step, empty when there is none. `outcomes` names each case with its state. `held`, `failed` and
    `not_applicable` count expectations; `exit_code` is 1 if one failed, else 0.
    """

    id: int
    batch: int
    stored_at: str
    title: str
    file: str
    mode: str
    since: str
    until: str
    first_day: str
    last_day: str
    outcomes: str
    steps: int
    refusals: int
    held: int
    failed: int
    not_applicable: int
    exit_code: int
    scenario_hash: str
    law_hash: str
    readings_hash: str
    acts_hash: str
    program: str
    python: str


def query(
    *,
    limit: int | None,
    before: int | None,
    scenario: str,
    procedure: str,
    outcome: str,
    provision: str,
    on: str,
    stored: str,
    reading: str,
    tag: str,
) -> tuple[str, dict[str, Any]]:
    """Return the SQL and its parameters that find runs, newest first (see `Log.runs`)."""
    option_of = reading.partition("=")
    given: list[tuple[str, dict[str, Any]]] = []
    if before is not None:
        given.append(("id < :before", {"before": before}))
    if scenario:
        like = f"%{_literal(scenario.lower())}%"
        given.append(
            (
                "(lower(file) LIKE :like ESCAPE '!' OR lower(title) LIKE :like ESCAPE '!')",
                {"like": like},
            )
        )
    if procedure or outcome:
        given.append(_in("outcome", procedure=procedure, state=outcome))
    if provision:
        given.append(_in("provision", provision=provision))
    if on:
        given.append(("first_day <= :on_day AND last_day >= :on_day", {"on_day": on}))
    if stored:
        # ~ comes after every sign that a time is written with.
        times = {"stored": stored, "stored_last": f"{stored}~"}
        given.append(("stored_at BETWEEN :stored AND :stored_last", times))
    if reading:
        given.append(_in("reading", reading=option_of[0], option=option_of[2]))
    if tag:
        given.append(_in("tag", tag=tag))
    where = " AND ".join(condition for condition, _ in given)
    sql = f"SELECT {', '.join(RunRow._fields)} FROM run"
    sql += f" WHERE {where}" if where else ""
    sql += " ORDER BY id DESC"
    parameters: dict[str, Any] = {}
    for _, values in given:
        parameters.update(values)
    if limit is not None:
        sql += " LIMIT :at_most"
        parameters["at_most"] = limit
    return sql, parameters


def _in(table: str, **values: str) -> tuple[str, dict[str, Any]]:
    asked = {column: value for column, value in values.items() if value}
    where = " AND ".join(f"{column} = :{table}_{column}" for column in asked)
    condition = f"id IN (SELECT run_id FROM {table} WHERE {where})"
    return condition, {f"{table}_{column}": value for column, value in asked.items()}


def _literal(words: str) -> str:
    return words.replace("!", "!!").replace("%", "!%").replace("_", "!_")
