"""What a joint statement asks and changes: the list of topics, answers to a draft, its fate."""

from __future__ import annotations

from datetime import date

from csto_sim.procedure import Actor, Change, Effect, States
from csto_sim.procedures._duties import drop, duty, fulfil
from csto_sim.procedures._minus_one import voting
from csto_sim.procedures._stages import decided, named, stopped
from csto_sim.procedures._three_days import running
from csto_sim.rules.ballot import FOUR_BODIES
from csto_sim.rules.clock import zone
from csto_sim.rules.consensus import CONSENSUS
from csto_sim.rules.periods import day_bounds
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Detail, Facts, Finding, Period

LIST = "statements.annual-list"
OFF_LIST = "statements.off-list"
PROCEDURE_2014 = "statements.procedure-2014"
DISTRIBUTION = "statements.distribution"
#: The Procedure of 2014, once it is there, and the practice on which it builds.
BASIS = (PROCEDURE_2014, LIST)
AGREEMENT = (PROCEDURE_2014, CONSENSUS, LIST)
#: At which level a statement is made, and the organ of that level.
LEVELS = {
    "heads": ("CSC",),
    "foreign ministers": ("CMFA",),
    "defence ministers": ("CMD",),
    "secretaries of the security councils": ("CSSC",),
    "envoys": FOUR_BODIES,
}
ANSWERS, CIRCULATION = "answers", "circulation"
TIME_ENDS = "the time for an answer ends"


class State(States):
    """States of a joint statement."""

    NOT_PUT_FORWARD = "nobody has put a draft forward"
    PUT_FORWARD = "a draft has been put forward"
    CIRCULATED = "the draft goes round among the members in working order"
    OBJECTED = "a member objects to the draft"
    NOT_ADOPTED = "the organ that was to adopt the statement has not adopted it"
    AGREED = "the statement is agreed"
    DELIVERED = "the statement has been delivered at a venue"
    DISTRIBUTED = "the statement has been circulated as an official document"
    WITHDRAWN = "the draft has been withdrawn"


STANDING = (State.AGREED, State.DELIVERED, State.DISTRIBUTED)


def _drafters(scene: Scene) -> tuple[str, ...]:
    return (*scene.roster().members, "SECRETARIAT", "SG")


def _sponsor(scene: Scene) -> tuple[str, ...]:
    sponsor = scene.fact("sponsor", "")
    # Who has left or is suspended takes no part in a draft any more, its own included.
    return (sponsor,) if sponsor in _drafters(scene) else ()


DRAFTER = Actor("a member or the Secretariat", _drafters)
SPEAKER = Actor(
    "a member or the Secretary General",
    lambda scene: (*scene.roster().members, "SG"),
    need_not_be_named=True,
)
SENDER = Actor("a member or the Secretariat", _drafters, need_not_be_named=True)
CIRCULATOR = Actor(
    "whoever put the draft forward, or the Secretariat",
    lambda scene: (*_sponsor(scene), "SECRETARIAT", "SG"),
    need_not_be_named=True,
)
SPONSOR = Actor("whoever put the draft forward", _sponsor)


def on_list(scene: Scene) -> Finding:
    """Whether the topic is on the list of the year, approved by the foreign ministers
    (statements.annual-list)."""
    approved = decided(("CMFA",), (LIST,), field="list")(scene)
    chosen = named(scene, "list")
    kind = "substantive" if chosen is None else chosen.facts.get("kind", "substantive")
    if chosen is None:
        approved = Finding("statement.no_list", False, (LIST,))
    elif approved.holds and kind == "procedural":
        told = (("decision", chosen.id), ("kind", kind))
        approved = Finding("statement.list_kind", False, (LIST, CONSENSUS), told)
    parts = (approved, _year(scene), *_among(scene))
    holds = all(part.holds for part in parts)
    facts = (("topic", scene.fact("topic", "")),)
    return weighed(holds, "statement.on_list", "statement.off_list", (LIST,), facts, parts)


def _among(scene: Scene) -> tuple[Finding, ...]:
    """Whether the topic is one of those of the list, where the list tells its topics.

    Words are compared as they stand, but for capitals and spaces.
    """
    chosen = named(scene, "list")
    topics = () if chosen is None else chosen.facts.get("topics", ())
    if chosen is None or not topics:
        return ()
    topic = scene.fact("topic", "")
    same = {" ".join(each.casefold().split()) for each in topics}
    holds = " ".join(topic.casefold().split()) in same
    facts: Detail = (("topic", topic), ("decision", chosen.id))
    return (weighed(holds, "statement.listed", "statement.not_listed", (LIST,), facts),)


def _year(scene: Scene) -> Finding:
    """Whether the year of the list is not over: the list is approved for a year."""
    ends = scene.fact("list_ends", "")
    if not ends:
        return Finding("statement.no_year", False, (LIST,))
    facts = (("until", ends),)
    last = day_bounds(date.fromisoformat(ends), zone(scene))[1]
    if scene.act.when.earliest <= last < scene.act.when.latest:
        return Finding("statement.year_uncertain", False, (LIST,), facts)
    in_time = scene.act.when.latest <= last
    return weighed(in_time, "statement.list_runs", "statement.list_over", (LIST,), facts)


def initiative(scene: Scene) -> Finding:
    """Whether the draft comes from a member of its own accord, beside the list
    (statements.off-list)."""
    listed = on_list(scene)
    facts = (("by", scene.act.by), ("topic", scene.fact("topic", "")))
    return weighed(
        not listed.holds,
        "statement.initiative",
        "statement.no_initiative_needed",
        (OFF_LIST,),
        facts,
    )


def putting_forward(listed: bool) -> Effect:
    """Return the effect of a draft put forward: by whom, and whether on the list."""

    def change(scene: Scene) -> Change:
        facts = {"sponsor": scene.act.by, "on_list": listed, "put_forward": scene.act.when.day}
        return Change(facts)

    return change


def may_circulate(scene: Scene) -> Finding:
    """Whether the draft is one that members agree in working order, and the time set lies ahead.

    A statement of the heads, and one that an organ is to adopt, is that organ's decision.
    """
    level, decision = scene.fact("level", "foreign ministers"), scene.fact("decision", "")
    if decision:
        return Finding("statement.by_organ", False, (CONSENSUS,), (("decision", decision),))
    if level == "heads":
        return Finding("statement.of_heads", False, (CONSENSUS,), (("body", "CSC"),))
    until = scene.given("until") or scene.act.when.day
    facts = (("day", until),)
    # A circulation known only by a stretch of time may have come before the day that it sets.
    last = day_bounds(date.fromisoformat(until), zone(scene))[1]
    return weighed(
        scene.act.when.earliest <= last,
        "statement.working_order",
        "statement.time_past",
        AGREEMENT,
        facts,
    )


def adopted(scene: Scene) -> Finding:
    """Whether the organ of the statement's level has adopted it as a statement."""
    found = named(scene, "decision")
    if found is not None and found.facts.get("kind", "substantive") != "statement":
        facts = (("decision", found.id), ("kind", found.facts.get("kind", "substantive")))
        return Finding("statement.other_kind", False, (CONSENSUS,), facts)
    return decided(LEVELS[scene.fact("level", "foreign ministers")], (CONSENSUS,))(scene)


def not_adopted(scene: Scene) -> Finding:
    """Whether the organ of the statement's level was asked and has not adopted it."""
    found = named(scene, "decision")
    asked = LEVELS[scene.fact("level", "foreign ministers")]
    if found is not None and found.facts.get("body", "CSC") not in asked:
        return adopted(scene)
    return stopped((CONSENSUS,))(scene)


def _answers(scene: Scene) -> Facts:
    """What the members have answered, with the answer of this act; the last word counts."""
    said: Facts = scene.fact("answers", NO_FACTS)
    if scene.act.name in ("agree", "abstain", "object"):
        return said.plus(scene.act.by, scene.act.name)
    return said


def _saying(scene: Scene, answer: str) -> tuple[str, ...]:
    said = _answers(scene)
    return tuple(member for member in voting(scene) if said.get(member) == answer)


def complete(scene: Scene) -> Finding:
    """Whether with this act every member has agreed to the draft, or lets it pass.

    charter.12.consensus; amb.abstention for statements, and amb.silence when a time was set.
    """
    agreeing, objecting = _saying(scene, "agree"), _saying(scene, "object")
    abstaining = _saying(scene, "abstain")
    silent = tuple(member for member in voting(scene) if member not in _answers(scene))
    parts = []
    if agreeing:
        parts.append(Finding("member.consents", True, (CONSENSUS,), (("members", agreeing),)))
    if objecting:
        parts.append(Finding("member.objects", False, (CONSENSUS,), (("members", objecting),)))
    if abstaining:
        parts.append(_abstention(scene, abstaining))
    counted_in = agreeing
    if silent:
        found = _silence(scene, silent)
        parts.append(found)
        counted_in += silent if found.holds else ()
    if not counted_in:
        parts.append(Finding("statement.nobody_agrees", False, (CONSENSUS,)))
    holds = all(part.holds for part in parts)
    says = "statement.agreed" if holds else "statement.not_agreed"
    return Finding(says, holds, AGREEMENT, (), tuple(parts))


def _abstention(scene: Scene, members: tuple[str, ...]) -> Finding:
    option = scene.reading("amb.abstention", kind="statement")
    says = "member.abstains.blocks" if option == "B" else "member.abstains.passes"
    reading = ("amb.abstention", option)
    return Finding(says, option != "B", (CONSENSUS,), (("members", members),), (), reading)


def _silence(scene: Scene, members: tuple[str, ...]) -> Finding:
    facts = (("members", members),)
    if not scene.fact("timed", False) or running(scene, ANSWERS) is not None:
        return Finding("statement.unanswered", False, (CONSENSUS,), facts)
    option = scene.reading("amb.silence")
    says = "statement.silence_agrees" if option == "B" else "silence.is_not_consent"
    reading = ("amb.silence", option)
    return Finding(says, option == "B", (CONSENSUS,), facts, (), reading)


def objection_ends(scene: Scene) -> Finding:
    """Whether with this answer nobody objects any more, and others have still to answer."""
    objecting = _saying(scene, "object")
    if not objecting and complete(scene).holds:
        return Finding("statement.nothing_left", False, (CONSENSUS,))
    facts = (("members", objecting),)
    return weighed(
        not objecting, "statement.nobody_objects", "statement.still_objected", (CONSENSUS,), facts
    )


def circulating(scene: Scene) -> Change:
    """Return the change by circulation: answers to an earlier text have gone with it."""
    until = scene.given("until", "")
    opens: tuple[Period, ...] = ()
    if until:
        opens = duty(
            scene,
            ANSWERS,
            "the members",
            "circulation of the draft",
            CONSENSUS,
            "what silence then means is the reading amb.silence",
            until=until,
            lapses=TIME_ENDS,
            ends_as="elapsed",
        )
    closes = drop(scene, ANSWERS, "another text was circulated")
    return Change({"answers": NO_FACTS, "timed": bool(opens)}, opens, closes)


def answering(scene: Scene) -> Change:
    """Return the change by an answer that does not complete the agreement."""
    return Change({"answers": _answers(scene)})


def agreeing(scene: Scene) -> Change:
    """Return the change when the statement is agreed: its circulation as a document is due."""
    opens = duty(
        scene,
        CIRCULATION,
        "the members",
        "the agreement",
        DISTRIBUTION,
        "the statement is circulated as an official document; no length is stated",
    )
    closes = fulfil(scene, ANSWERS, "all have agreed or let it pass")
    # Whoever is asked no more (a member suspended meanwhile) has no word in what was agreed.
    asked = voting(scene)
    answers = Facts({who: said for who, said in _answers(scene).items() if who in asked})
    return Change({"answers": answers, "agreed": scene.act.when.day}, opens, closes)


def withdrawing(scene: Scene) -> Change:
    """Return the change by withdrawal: nobody is asked for an answer any more."""
    return Change({}, (), drop(scene, ANSWERS, "the draft was withdrawn"))


def delivering(scene: Scene) -> Change:
    """Return the change by delivery at a venue."""
    venues = (*scene.fact("venues", ()), scene.given("at", ""))
    return Change({"venues": tuple(dict.fromkeys(v for v in venues if v))})


def distributing(scene: Scene) -> Change:
    """Return the change by circulation as an official document, at the first organisation or
    another: the first day counts."""
    closes = fulfil(scene, CIRCULATION, "the statement was circulated")
    first = scene.fact("distributed") or scene.act.when.day
    return Change({"distributed": first}, (), closes)


def transmitting(scene: Scene) -> Change:
    """Return the change by transmission to an organisation or state."""
    sent = (*scene.fact("sent_to", ()), scene.given("to", ""))
    return Change({"sent_to": tuple(dict.fromkeys(to for to in sent if to))})
