"""Every course of a scenario in which something varies: exact counts, and examples.

What varies before anything happens (readings, rulebooks, the days of acts) makes settings; the rest
(who comes, what each says, whether an act happens) is chosen on the way (`verify.courses`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from csto_sim.engine.beginning import terms_of
from csto_sim.engine.many import collector_resting
from csto_sim.engine.run import MODES, existing, run
from csto_sim.explored import Answer, Chosen, Decided, Explored, Found, Varied
from csto_sim.procedures import procedures
from csto_sim.scenario.model import Scenario, ScenarioAct, Variation
from csto_sim.scenario.variation import ALL, LIMITS
from csto_sim.scenario.varying import positions_of
from csto_sim.verify.course import Course, End, behind
from csto_sim.verify.courses import Courses, Progress
from csto_sim.verify.settings import BEFORE, first_days, members_of, settings_of, with_limits
from csto_sim.world import Case

#: So many worlds are told apart at most, unless told otherwise.
WORLDS = 200_000
#: What can be asked of an outcome.
ASKED = ("state", "effective", "bound")
#: How often the days of `limits` are looked for again: what falls due can depend on a day.
ROUNDS = 4


def explore(
    scenario: Scenario,
    *,
    readings: dict[str, str] | None = None,
    mode: str | None = None,
    asked: Sequence[str] = ("state",),
    limit: int = WORLDS,
    seconds: float = 0,
    alike: bool = True,
    progress: Progress | None = None,
) -> Explored:
    """Return every outcome of a scenario with its exact number of courses and a shortest example.

    What varies is what the file says (`vary:`), or where it says nothing, whether each member comes
    to each meeting and whether it consents or objects to what is put there. An outcome is what
    became of each matter: its state, and what else is `asked` (`effective`: since when; `bound`:
    whom it binds). At most `limit` worlds are told apart, and `seconds` used (0: no limit); where
    that does not suffice, the answer is not `complete`.

    Raises ValueError for a reading, option, mode or question that does not exist, and Unreadable
    where what varies has no place in the file.
    """
    given = existing(readings or {})
    if mode not in (None, *MODES):
        raise ValueError(f"there is no mode {mode!r}: a mode is {' or '.join(MODES)}")
    for each in asked:
        if each not in ASKED:
            raise ValueError(f"nothing called {each!r} is asked of an outcome: {', '.join(ASKED)}")
    vary = scenario.vary or _by_itself(scenario)
    scenario = scenario._replace(vary=vary)
    terms = terms_of(scenario, given, mode)
    members = members_of(scenario, terms)
    alike = alike and "bound" not in asked
    days = first_days(scenario)
    with collector_resting():
        for _ in range(ROUNDS):
            settings = settings_of(scenario, terms, days)
            courses = Courses(settings, members, alike=alike, limit=limit, seconds=seconds)
            ends = courses.ends(progress)
            found = with_limits(scenario, terms, days, courses.dues)
            if found == days or courses.stopped:
                break
            days = found
        return _gathered(scenario, members, tuple(asked), courses, ends)


def _by_itself(scenario: Scenario) -> tuple[Variation, ...]:
    """What varies where the file says nothing: attendance, and consent or objection."""
    found = []
    for each in scenario.cases:
        acts = {act.name for act in scenario.acts if act.case == each.id}
        shorts = procedures()[each.procedure].shorthands
        opens = any(short.order == "after" and short.act in acts for short in shorts)
        put = any(short.order == "before" and short.act in acts for short in shorts)
        if opens:
            found.append(Variation("attends", each.id, (ALL,), ("yes", "no")))
        elif put and "object" in positions_of(each.procedure):
            found.append(Variation("position", each.id, (ALL,), ("consent", "object")))
    return tuple(found)


# --- what came of it ---------------------------------------------------------------------------


def _gathered(
    scenario: Scenario,
    members: tuple[str, ...],
    asked: tuple[str, ...],
    courses: Courses,
    ends: list[End],
) -> Explored:
    everything = sum(end.courses for end in ends)
    groups: dict[tuple[Answer, ...], list[End]] = {}
    for end in ends:
        groups.setdefault(_answers(scenario, end, asked), []).append(end)
    found = []
    for answers, own in groups.items():
        count = sum(end.courses for end in own)
        weight = sum((Fraction(end.weight) for end in own), Fraction(0))
        best = min(own, key=lambda end: end.length)
        story, chosen = example(courses, best)
        words = ", ".join(f"{each.case} {each.state}" for each in answers)
        of = f"{count:,} of {everything:,}" if not courses.stopped else f"{count:,} or more"
        record = run(story._replace(title=f"{scenario.title} ({words}: {of} courses)"))
        decided = tuple(
            Decided(each.case, outcome.decided_by)
            for each in answers
            if (outcome := record.outcome(each.case)) is not None
        )
        found.append(
            Found(answers, count, weight if courses.weighed else None, chosen, record, decided)
        )
    found.sort(key=lambda each: (-each.courses, each.answers))
    return Explored(
        scenario.title,
        scenario.file,
        courses.settings[0].terms.mode,
        tuple(_told(scenario, each, members, courses) for each in scenario.vary),
        tuple(found),
        everything,
        courses.worlds,
        courses.moves,
        not courses.stopped,
        courses.stopped,
        courses.weighed,
        asked,
    )


def _answers(scenario: Scenario, end: End, asked: tuple[str, ...]) -> tuple[Answer, ...]:
    units = {each.id: procedures()[each.procedure].unit for each in scenario.cases}
    matters = [id for id, unit in units.items() if unit == "matter"] or list(units)
    found = []
    for id in matters:
        case: Case = end.world.cases[id]
        result = procedures()[case.procedure].result(case)
        effective = result.effective if "effective" in asked else ""
        bound = tuple(bond.member for bond in result.bound if not bond.until)
        found.append(Answer(id, case.state, effective, bound if "bound" in asked else ()))
    return tuple(found)


def example(courses: Courses, end: End | Course) -> tuple[Scenario, tuple[Chosen, ...]]:
    """Return the course that came to an end as a scenario that runs by itself, and its choices."""
    setting = courses.settings[end.setting]
    acts = []
    chosen = [
        Chosen(what_varies(kind, of), "", value, same) for kind, of, value, same in setting.chosen
    ]
    for told in behind(end.trail):
        if told[0] == "act":
            acts.append(told[1])
        elif told[0] == "chosen":
            _, kind, case, who, value, same = told
            chosen.append(Chosen(what_varies(kind, case), who, value, same))
    story = setting.scenario._replace(
        acts=tuple(_in_order(acts)),
        readings=setting.terms.readings,
        mode=setting.terms.mode,
        rulebook=setting.terms.rulebook,
        vary=(),
        expect=(),
    )
    return story, tuple(chosen)


def _in_order(acts: list[ScenarioAct]) -> Iterator[ScenarioAct]:
    """The acts; whoever opens a meeting names those who come in the order in which they do."""
    for place, act in enumerate(acts):
        present = act.takes.get("present")
        if present:
            after = [each.by for each in acts[place + 1 :] if each.case == act.case]
            came = [who for who in dict.fromkeys(after) if who in present]
            rest = [who for who in present if who not in came]
            act = act._replace(takes=act.takes.plus("present", (*came, *rest)))
        yield act


def what_varies(kind: str, of: str) -> str:
    """Return in words what a choice is of: `says on plan`, `happens of act 3`.

    `of` is a case or a reading; of an entry of the file, its number counted from 0.
    """
    if kind in ("happens", "day"):
        return f"{kind} of act {int(of) + 1}"
    return {"attends": "attends", "position": "says on", "reading": "reading"}.get(kind, kind) + (
        f" {of}" if of else ""
    )


def _told(
    scenario: Scenario, each: Variation, members: tuple[str, ...], courses: Courses
) -> Varied:
    who = members if each.who == (ALL,) else each.who
    values: tuple[str, ...] = each.values
    if each.values == (LIMITS,):
        place = [one for one in scenario.vary if one.kind in BEFORE].index(each)
        values = tuple(dict.fromkeys(setting.chosen[place][2] for setting in courses.settings))
    return Varied(what_varies(each.kind, each.case or str(each.act)), who, values)
