"""What crisis monitoring asks and changes: a centre at work, an analysis, who takes it up."""

from __future__ import annotations

from csto_sim.procedure import Actor, Change, States
from csto_sim.procedures._duties import duty, fulfil
from csto_sim.procedures._stages import named
from csto_sim.procedures._three_days import running
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Detail, Finding, Period

TASKS = "charter.pc.tasks"
CRC = "sub.crc"
CCC = "sub.ccc"
#: Created on 14 October 2016, the Crisis Response Centre has worked since October 2017, at first in
#: test mode (sub.crc). The first day that this can mean.
AT_WORK_SINCE = "2017-10-01"
STATUTORY = ("CSC", "CMFA", "CMD", "CSSC")
FINDS = ("threat", "no threat")
#: Which centre watches what.
WATCHES = {"crisis": "CRC", "computer incident": "CCC"}
#: States of a proposal to convene that has reached the Chair and stands.
PROPOSED = (
    *("proposed", "consulting", "called", "declined", "lapsed"),
    *("convened in time", "convened late", "convened"),
)


class State(States):
    """States of what is monitored."""

    NOT_REPORTED = "nothing has been reported"
    REPORTED = "a centre or a member has reported; the Permanent Council has not given its view"
    THREAT_FOUND = "the Permanent Council has found a threat; nobody has been asked to act"
    NO_THREAT = "the Permanent Council has found no threat; monitoring goes on"
    FORWARDED = "it has been put before a statutory body or the Chair"
    TAKEN_UP = "a statutory body has met on it, or convening the Council on it was proposed"


#: States of a proposal that has led to a session, or to none: it can be renewed, or is over.
OVER = ("declined", "lapsed", "convened in time", "convened late", "convened")

WATCHING = (State.NOT_REPORTED, State.REPORTED)
ANALYSES = (*WATCHING, State.THREAT_FOUND, State.NO_THREAT)
OPEN = (State.REPORTED, State.THREAT_FOUND, State.NO_THREAT, State.FORWARDED)


def _centre(scene: Scene) -> tuple[str, ...]:
    return (WATCHES[scene.fact("incident", "crisis")],)


CENTRE = Actor("the centre that watches it", _centre, need_not_be_named=True)
PC = Actor("the Permanent Council", lambda _scene: ("PC",), need_not_be_named=True)
FORWARDER = Actor(
    "the Permanent Council or the Secretary General", lambda _scene: ("PC", "SG", "SECRETARIAT")
)


def at_work(scene: Scene) -> Finding:
    """Whether the centre exists and works: the Crisis Response Centre not before October 2017."""
    centre = _centre(scene)[0]
    provision = CRC if centre == "CRC" else CCC
    day = scene.act.when.day
    facts: Detail = (("body", centre), ("day", day))
    if scene.text(provision) is None:
        return Finding("monitoring.no_centre", False, (provision,), facts)
    if centre == "CCC":
        return Finding("monitoring.at_work", True, (CCC,), facts)
    facts = (("body", centre), ("day", day), ("since", AT_WORK_SINCE))
    if day.startswith(AT_WORK_SINCE[:7]):
        return Finding("monitoring.crc_begins", True, (CRC,), facts)
    return weighed(
        day >= AT_WORK_SINCE, "monitoring.crc_at_work", "monitoring.not_yet_at_work", (CRC,), facts
    )


def noticed_to_pc(scene: Scene) -> Finding:
    """Whether a working centre reports to the Permanent Council, which it supports."""
    return _noticed(scene, ("PC",))


def noticed_to_body(scene: Scene) -> Finding:
    """Whether a working centre reports to one of the four organs, which it supports too."""
    return _noticed(scene, STATUTORY)


def _noticed(scene: Scene, wanted: tuple[str, ...]) -> Finding:
    to = scene.given("to", "PC")
    centre = at_work(scene)
    if not centre.holds:
        return centre
    facts: Detail = (("body", _centre(scene)[0]), ("to", to))
    # Of the Centre for computer incidents no source says that it serves the organs.
    served = STATUTORY if centre.under == (CRC,) else ()
    holds = to in wanted and (to == "PC" or to in served)
    if holds and not served:
        return Finding("monitoring.notice_untold", True, centre.under, facts, (centre,))
    if to in STATUTORY and not served:
        return Finding("monitoring.not_known_to_serve", False, centre.under, facts, (centre,))
    return weighed(
        holds, "monitoring.notice", "monitoring.notice_elsewhere", centre.under, facts, (centre,)
    )


def noticed_again(scene: Scene) -> Finding:
    """Whether a working centre reports again on what was found a threat or is before another.

    Once a threat is found, a report to one of the four organs puts it before that organ instead.
    """
    forwarded = scene.case.state == State.FORWARDED.word
    return _noticed(scene, ("PC", *STATUTORY) if forwarded else ("PC",))


def noticing_again(scene: Scene) -> Change:
    """Return the change by a further report: the Permanent Council has to analyse once more."""
    opens = _analysis(scene) if scene.given("to", "PC") == "PC" else ()
    return Change({"reported": scene.act.when.day}, opens)


def noticing(scene: Scene) -> Change:
    """Return the change by a notice: the Permanent Council has to analyse, at no stated length."""
    to = scene.given("to", "PC")
    return Change(
        {"reported": scene.act.when.day, "to": to, **_over_by_now(scene)},
        _analysis(scene) if to == "PC" else (),
    )


def _over_by_now(scene: Scene) -> dict[str, str]:
    """How the proposal had come to its end when nothing was known yet: it was of something else."""
    proposal = named(scene, "convening")
    first = scene.case.state == State.NOT_REPORTED.word
    over = first and proposal is not None and proposal.state in OVER
    return {"over_before": proposal.state} if over and proposal is not None else {}


def informing(scene: Scene) -> Change:
    """Return the change by a member's information (charter.pc.tasks: fast exchange)."""
    told = (*scene.fact("informed_by", ()), scene.act.by)
    opens = _analysis(scene) if scene.case.state in ("not reported", "no threat") else ()
    return Change({"informed_by": tuple(dict.fromkeys(told)), **_over_by_now(scene)}, opens)


def _analysis(scene: Scene) -> tuple[Period, ...]:
    if running(scene, "analysis") is not None:
        return ()
    return duty(
        scene,
        "analysis",
        "the Permanent Council",
        "the report",
        TASKS,
        "the Permanent Council analyses; no length is stated",
    )


def finds_threat(scene: Scene) -> Finding:
    """Whether the analysis finds a threat."""
    return _finds(scene, "threat")


def finds_none(scene: Scene) -> Finding:
    """Whether the analysis finds no threat."""
    return _finds(scene, "no threat")


def view_given(scene: Scene) -> Finding:
    """What the analysis finds of a matter that is before another already: it stays there."""
    return _finds(scene, scene.given("finds", "no threat"))


def _finds(scene: Scene, wanted: str) -> Finding:
    found = scene.given("finds", "no threat")
    says = "monitoring.threat" if found == "threat" else "monitoring.no_threat"
    reported = scene.case.state != State.NOT_REPORTED.word
    basis = "monitoring.on_report" if reported else "monitoring.of_its_own"
    part = Finding(basis, True, (TASKS,))
    return Finding(says, found == wanted, (TASKS,), (), (part,))


def analysing(scene: Scene) -> Change:
    """Return the change by an analysis: what it found."""
    facts = {"found": scene.given("finds", "no threat"), **_over_by_now(scene)}
    return Change(facts, (), fulfil(scene, "analysis", "the analysis"))


def may_forward(scene: Scene) -> Finding:
    """Whether it is put before one that can act on it: a statutory body or the Chair."""
    to = scene.given("to", "")
    facts: Detail = (("to", to),)
    return weighed(
        to in (*STATUTORY, "CHAIR"),
        "monitoring.forwarded",
        "monitoring.not_statutory",
        (TASKS,),
        facts,
    )


def forwarding(scene: Scene) -> Change:
    """Return the change by forwarding: by whom, to whom."""
    found, to = scene.fact("found"), scene.given("to", "")
    return Change({"forwarded_by": scene.act.by, "to": to, "found_before": found})


def taken_up(scene: Scene) -> Finding:
    """Whether a statutory body meets on it, or a proposal to convene on it has reached the Chair.

    Any member can propose to convene, and any body can meet, whatever the Permanent Council found.
    """
    id = scene.fact("convening", "")
    proposal = scene.look(id) if id else None
    earlier = proposal is not None and proposal.state == scene.fact("over_before", "")
    if proposal is not None and proposal.state in PROPOSED and not earlier:
        facts: Detail = (("request", id), ("proposer", proposal.facts.get("proposer", "")))
        return Finding("monitoring.proposed", True, ("crisis-reg.3day", TASKS), facts)
    id = scene.fact("meeting", "")
    meeting = scene.look(id) if id else None
    if meeting is not None and meeting.state == "open":
        body = meeting.facts.get("body", "CSC")
        facts = (("meeting", id), ("body", body))
        return weighed(
            body in STATUTORY, "monitoring.met", "monitoring.other_body", (TASKS,), facts
        )
    return Finding("monitoring.not_taken_up", False, (TASKS,))


def taking_up(scene: Scene) -> Change:
    """Return the change when it is taken up."""
    return Change({"taken_up": scene.act.when.day})
