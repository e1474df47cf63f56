"""A scenario under every combination of the readings that it consults, exactly.

No combination is run by itself. All begin as one course. Where an act asks a reading, the course
parts by the variants of that reading, and where two courses have come to the same world they are
one again (`csto_sim.engine.space`). So a reading that is not asked is not varied, one that makes no
difference is forgotten, and each course knows for which combinations it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from csto_sim import law
from csto_sim.combinations import Answer, Box, Group, Robustness, size
from csto_sim.engine.certificate import certificate
from csto_sim.engine.ending import ledger, outcomes
from csto_sim.engine.many import collector_resting
from csto_sim.engine.space import LIMIT, CountsDays, Course, Progress, Space, steps_of
from csto_sim.engine.variants import Variants
from csto_sim.expect import judge
from csto_sim.record import Outcome, Record
from csto_sim.scenario.model import Scenario

#: What is asked of each matter and meeting.
ASKED: Mapping[str, Callable[[Outcome], Any]] = {
    "state": lambda outcome: outcome.state,
    "effective": lambda outcome: outcome.effective,
    "known": lambda outcome: outcome.known,
    "bound": lambda outcome: tuple(
        bond.member + (" no more" if bond.until else "") for bond in outcome.bound
    ),
    "bonds": lambda outcome: tuple(tuple(bond) for bond in outcome.bound),
}


def robust(
    scenario: Scenario,
    *,
    readings: Mapping[str, str] | None = None,
    mode: str | None = None,
    vary: Iterable[str] = (),
    keep: bool = False,
    limit: int = LIMIT,
    progress: Progress | None = None,
) -> Robustness:
    """Return what came of a scenario under every combination of the readings that it consults.

    `readings` are held at an option each; with `vary`, only the readings named are varied, with
    `keep` all but those that the file chooses. At most about `limit` acts are weighed; where that
    does not suffice, the answer is not `complete`, and says for how many combinations it stands.

    Raises ValueError for a reading, option or mode that does not exist.
    """
    variants = Variants(scenario, readings or {}, mode, tuple(vary), keep)
    with collector_resting():
        space = Space(scenario, variants, limit)
        space.by_zone = space.dates_turn_on_the_zone()
        try:
            ends = space.courses(progress)
        except CountsDays:
            again = Space(scenario, variants, limit)
            again.by_zone, again.weighed = True, space.weighed
            space, ends = again, again.courses(progress)
        return _gathered(space, ends)


def _gathered(space: Space, ends: list[Course]) -> Robustness:
    scenario, variants = space.scenario, space.variants
    ids = sorted(space.consulted)
    dims = tuple(variants.dimension(id) for id in ids if len(variants.of(id)) > 1)
    found: dict[tuple[str, str, int], dict[Any, list[Box]]] = {}
    for end in ends:
        for key, value in _answers(scenario, variants, end):
            found.setdefault(key, {}).setdefault(value, []).extend(end.boxes)
    says = {number: each for number, each in enumerate(scenario.expect)}
    answers = []
    for (kind, case, number), values in found.items():
        groups = []
        for value, boxes in values.items():
            own = space.merged(boxes)
            groups.append(Group(value, size(own, dims), own))
        expected = says.get(number) if kind == "expectation" else None
        answers.append(
            Answer(
                kind,
                case,
                tuple(groups),
                expected.says if expected is not None else "",
                expected.line if expected is not None else 0,
            )
        )
    product = 1
    for each in dims:
        product *= len(each.variants)
    uncounted = size(space.merged(space.uncounted), dims)
    tried = sum(size(end.boxes, dims) for end in ends) + uncounted
    held = tuple((id, variants.base(id)) for id in ids if len(variants.of(id)) == 1 and _open(id))
    return Robustness(
        scenario.title,
        scenario.file,
        variants.mode,
        dims,
        held,
        product,
        tried,
        len(ends),
        space.weighed,
        not space.left_out,
        tuple(answers),
        uncounted,
    )


def _open(id: str) -> bool:
    return len(law.readings()[id].options) > 1


def _answers(
    scenario: Scenario, variants: Variants, end: Course
) -> Iterable[tuple[tuple[str, str, int], Any]]:
    steps = steps_of(end.passed)
    terms = variants.terms({})
    record = Record(
        scenario.title,
        scenario.file,
        terms.mode,
        scenario.since.written,
        scenario.until.written,
        steps,
        ledger(steps),
        outcomes(scenario, end.point.world, steps),
        (),
        (),
        certificate(scenario, terms),
    )
    return answers(scenario, record)


def answers(scenario: Scenario, record: Record) -> Iterable[tuple[tuple[str, str, int], Any]]:
    """Yield what came of each matter and expectation: (kind, case, number), and the answer.

    An expectation is judged as the file means it, whatever the readings of the run.
    """
    for outcome in record.outcomes:
        for kind, asked in ASKED.items():
            yield (kind, outcome.case, 0), asked(outcome)
    for number, each in enumerate(judge(scenario, record)):
        yield ("expectation", scenario.expect[number].case, number), each.status
