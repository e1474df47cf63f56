"""A matter as its file puts it to decision, with other words and other members there."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

from csto_sim.engine.times import moment_of, zone_for
from csto_sim.powers import Shares, Voting, Word
from csto_sim.procedures import procedures
from csto_sim.record import Step
from csto_sim.scenario.model import Scenario, ScenarioAct
from csto_sim.scenario.variation import SILENT
from csto_sim.scenario.varying import positions_of
from csto_sim.verify.acting import Frame, entries
from csto_sim.verify.colours import colours
from csto_sim.verify.moments import Standing
from csto_sim.verify.otherwise import said, with_facts
from csto_sim.verify.playing import Played
from csto_sim.verify.shares import number, shares_of
from csto_sim.wanted import Fact
from csto_sim.world import Case, Terms, World

#: The word of a member that does not come.
AWAY = "away"
#: Votes of more kinds than this are not counted out.
AT_MOST = 5_000


class Balloting:
    """The story of a file up to the first time that it puts a matter, with the words changed."""

    def __init__(self, scenario: Scenario, terms: Terms, case: str) -> None:
        """Raises `NotPut` where no act of the file puts the matter to decision."""
        self.case = case
        self.terms = terms
        place = _put(scenario, case)
        if place is None:
            raise NotPut(case)
        self.act = scenario.acts[place]
        self.when = moment_of(self.act.time, zone_for(terms))
        self.story = scenario._replace(acts=scenario.acts[: place + 1])
        self._played = Played(self.story, terms)
        self._meetings = self._opened()
        world = self._played.world(self.story)
        assert world is not None  # the file was run before
        matter: Case = world.cases[case]
        self.members = Frame(world, matter, self.when).members
        self.words = (*(w for w in positions_of(matter.procedure) if w != "consent"), SILENT)
        if self._meetings:
            self.words = (*self.words, AWAY)

    def ends(self, words: Mapping[str, str]) -> str:
        """Return the state to which the matter comes where members say so; others consent.

        Where the member that presides in the file stays away, another one whom the rules let
        preside takes the chair.
        """
        facts: list[Fact] = []
        for who in self.members:
            word = words.get(who, "consent")
            for meeting, there in self._meetings.items():
                if (word == AWAY) == (who in there):
                    kind = "stays away" if word == AWAY else "attends"
                    facts.append(Fact(kind, meeting, who))
            if word != AWAY and said(self.story, self.case, who) != word:
                facts.append(Fact("position", self.case, who, word))
        story = with_facts(self.story, facts, self.terms)
        world = self._played.world(story)
        away = [who for who, word in words.items() if word == AWAY]
        if world is not None and not self._open(world):
            for other in self._with_others_in_the_chair(story, away):
                instead = self._played.world(other)
                if instead is not None and self._open(instead):
                    world = instead
                    break
        return "" if world is None else str(world.cases[self.case].state)

    def _open(self, world: World) -> bool:
        shut = procedures()["meeting"].initial.word
        return all(world.cases[each].state != shut for each in self._meetings)

    def _with_others_in_the_chair(self, story: Scenario, away: Sequence[str]) -> Iterator[Scenario]:
        """The stories in which another member presides where the one of the file stays away."""
        for place, act in enumerate(story.acts):
            if act.case in self._meetings and act.takes.get("presiding") in away:
                for who in self.members:
                    if who not in away:
                        instead = act._replace(takes=act.takes.plus("presiding", who))
                        acts = (*story.acts[:place], instead, *story.acts[place + 1 :])
                        yield story._replace(acts=acts)

    def _opened(self) -> dict[str, frozenset[str]]:
        """The meetings at which the matter is put, each with the members that come in the file."""
        own = next(each for each in self.story.cases if each.id == self.case)
        shorts = procedures()["meeting"].shorthands
        named = self.act.takes.get("meeting")
        held = dict.fromkeys(a.case for a in self.story.acts if a.name in {s.act for s in shorts})
        among = own.facts.get("meetings") or ((named,) if named else ())
        return {
            each: frozenset(
                act.by
                for act in self.story.acts
                if act.case == each and act.name in {s.means for s in shorts}
            )
            for each in among
            if each in held
        }


class NotPut(Exception):
    """No act of the file puts a matter to decision."""


def _put(scenario: Scenario, case: str) -> int | None:
    name = next(each.procedure for each in scenario.cases if each.id == case)
    acts = {each.act for each in procedures()[name].shorthands if each.order == "before"}
    places = (n for n, act in enumerate(scenario.acts) if act.case == case and act.name in acts)
    return next(places, None)


def words_of(ballot: Balloting, carried: str) -> tuple[Word, ...]:
    """Return what each word of each member alone does, those together for whom it is the same."""
    found = []
    for word in ballot.words:
        by_state: dict[str, list[str]] = {}
        for who in ballot.members:
            by_state.setdefault(ballot.ends({who: word}), []).append(who)
        for state, own in by_state.items():
            found.append(Word(word, state, state != carried, tuple(own)))
    return tuple(found)


def voting_of(ballot: Balloting, carried: str) -> Voting | None:
    """Return the shares where all are there and each consents or objects; None for too many."""
    classes = list(_classes(ballot))
    sizes = [len(own) for _, own in classes]
    if number(sizes) > AT_MOST:
        return None

    def holds(yes: tuple[int, ...]) -> bool:
        words = {}
        for n, (_, own) in zip(yes, classes, strict=True):
            words.update(dict.fromkeys(own[n:], "object"))
        return ballot.ends(words) == carried

    found = shares_of(sizes, holds)
    shares = tuple(
        Shares(own, role, *each) for (role, own), each in zip(classes, found.shares, strict=True)
    )
    return Voting(_alike(shares), found.chance, found.fewest, found.most)


def _classes(ballot: Balloting) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Members whom neither law nor history, nor a role or number that the file gives tells apart.

    Few of them are taken one by one: then nothing has to be known of what tells them apart.
    """
    if 2 ** len(ballot.members) <= AT_MOST // 8 and not ballot.terms.rulebook:
        for who in ballot.members:
            yield "", (who,)
        return
    of_each = colours(ballot.story, ballot.terms, ballot.members, frozenset())
    mapping = ballot.terms.mapping
    found: dict[Hashable, list[str]] = {}
    for who in ballot.members:
        role = ", ".join(
            name
            for name, value in mapping.items()
            if who == value or (isinstance(value, tuple) and who in value)
        )
        people = mapping.get("population", {}).get(who)
        found.setdefault((role, people, of_each[who]), []).append(who)
    for key, own in found.items():
        assert isinstance(key, tuple)
        yield key[0], tuple(own)


def _alike(shares: Sequence[Shares]) -> tuple[Shares, ...]:
    """Shares with those of one weight together, the heaviest first."""
    found: dict[Hashable, list[str]] = {}
    for each in shares:
        key = (each.role, each.shapley, each.banzhaf, each.decisive)
        found.setdefault(key, []).extend(each.of)
    alike = [Shares(tuple(own), *key) for key, own in found.items()]  # type: ignore[misc]
    return tuple(sorted(alike, key=lambda each: (-each.shapley, each.role)))


def is_behind(now: Standing, ballot: Balloting) -> bool:
    """Return whether a run stands where the matter has been put, or can be put no more."""
    matter: Case = now.world.cases[ballot.case]
    open_still = any(e.act == ballot.act.name for e in entries(matter.procedure, matter.state))
    return not open_still or any(_is(step, ballot.case, ballot.act) for step in now.steps)


def _is(step: Step, case: str, act: ScenarioAct) -> bool:
    return step.case == case and step.act == act.name and not step.refused
