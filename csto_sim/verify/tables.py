"""The claims of the procedures, in every world of their arenas."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from csto_sim.checked import FAILS, HOLDS, INCONCLUSIVE, Checked, Example, Fault
from csto_sim.engine.many import collector_resting
from csto_sim.engine.run import run
from csto_sim.procedure import BESIDE, Claim
from csto_sim.procedures import procedures
from csto_sim.verify.arena import Reached, reach, reach_in_order
from csto_sim.verify.arenas import Arena
from csto_sim.verify.claims import at_a_limit
from csto_sim.verify.soundness import Soundness

#: So many worlds of an arena are entered at most, unless told otherwise.
WORLDS = 20_000

Progress = Callable[[int, int, int], None]
"""Told after each arena: how many are behind, of how many, and the number of worlds so far."""


@dataclass
class _Tally:
    """What was seen of one claim in the arenas so far."""

    of: str
    claim: Claim
    worlds: int = 0
    premise: int = 0
    limit: int = 0
    shown: int = 0
    arenas: int = 0
    best: tuple[int, Reached, int] | None = None
    left: list[str] = field(default_factory=list)

    def ask(self, reached: Reached, cases: Iterable[str], limits: list[bool]) -> None:
        """Ask the claim of each world of an arena, for each matter that it can be about."""
        self.arenas += 1
        if not reached.closed:
            self.left.append(reached.scenario.title)
        ids = tuple(cases)
        holding: list[bool] = []
        for number, world in enumerate(reached.worlds):
            answers = [self.claim.of(world, world.cases[id]) for id in ids]
            asked = [each for each in answers if each is not BESIDE]
            self.worlds += 1
            self.premise += bool(asked)
            self.limit += limits[number]
            if self.claim.kind == "eventually":
                holding.append(all(map(bool, answers)))
                continue
            broken = self.claim.kind == "always"
            if any(bool(each) != broken for each in answers):
                self._show(reached, number)
        if self.claim.kind == "eventually":
            number = never(reached, holding)
            if number >= 0:
                self._show(reached, number)

    def _show(self, reached: Reached, number: int) -> None:
        self.shown += 1
        length = reached.way(number)
        if self.best is None or length < self.best[0]:
            self.best = (length, reached, number)

    def told(self) -> Checked:
        kind = self.claim.kind
        fails = self.shown > 0 if kind != "sometimes" else self.shown == 0
        verdict = FAILS if fails else HOLDS
        decided = self.shown > 0
        if self.left and not decided:
            verdict = INCONCLUSIVE
        example = None
        if self.best is not None:
            word = "a counterexample" if verdict == FAILS else "shown"
            example = shown_by(self.best[1], self.best[2], f"{self.claim.says}: {word}")
        within = f"{self.arenas} arenas" if self.arenas != 1 else "1 arena"
        within += f", {len(self.left)} of them not to the end" if self.left else ", each to its end"
        return Checked(
            self.of,
            kind,
            self.claim.says,
            verdict,
            self.worlds,
            self.premise,
            self.limit,
            self.shown,
            self.worlds,
            within,
            example,
            "world",
        )


def never(reached: Reached, holding: list[bool]) -> int:
    """Return a world at the end of time to which a way leads on which it never was so, or -1."""
    last = max(world.now.earliest for world in reached.worlds)
    avoiding: set[int] = set()
    for number, (before, _) in enumerate(reached.came):
        # A world is met first on its shortest way; where that avoids it, so does some way.
        if not holding[number] and (before < 0 or before in avoiding):
            avoiding.add(number)
            if reached.worlds[number].now.earliest == last:
                return number
    return -1


def shown_by(reached: Reached, number: int, title: str) -> Example:
    """Return the way to a world of an arena as a scenario, run by itself."""
    story = reached.story(number, title)
    record = run(story)
    return Example(record, story, record.steps[-1].seq if record.steps else -1)


def verify(
    arenas: Iterable[Arena],
    names: tuple[str, ...],
    *,
    limit: int = WORLDS,
    sound: bool = False,
    progress: Progress | None = None,
) -> tuple[tuple[Checked, ...], tuple[Fault, ...], dict[str, int]]:
    """Return what came of the claims of some procedures in arenas, and the worlds of each arena.

    With `sound`, also the gaps, conflicts and impossible duties of their tables, each kind once for
    a procedure and state, with the shortest way to it.
    """
    tallies = {name: [_Tally(name, claim) for claim in procedures()[name].claims] for name in names}
    soundness = Soundness(names)
    sizes: dict[str, int] = {}
    every = list(arenas)
    for number, arena in enumerate(every, 1):
        scenario = arena.scenario
        with collector_resting():
            enter = reach_in_order if arena.in_order else reach
            reached = enter(scenario, limit)
            sizes[arena.name] = len(reached.worlds)
            limits = [at_a_limit(world) for world in reached.worlds]
            for name, own in tallies.items():
                ids = [each.id for each in scenario.cases if each.procedure == name]
                for tally in own if ids else ():
                    tally.ask(reached, ids, limits)
            if sound:
                soundness.look(reached)
        if progress is not None:
            progress(number, len(every), sum(sizes.values()))
    checked = tuple(tally.told() for own in tallies.values() for tally in own)
    return checked, soundness.faults(), sizes
