"""Who can carry and who can stop: against runs, orders counted out, and published values."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import permutations, product
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from test_why_not import MEMBERS, told

from csto_sim import shipped
from csto_sim.cli.program import program
from csto_sim.engine.beginning import terms_of
from csto_sim.engine.motion import fire
from csto_sim.engine.run import run
from csto_sim.law import rulebook, rulebooks
from csto_sim.powers import Power
from csto_sim.scenario.load import load
from csto_sim.scenario.model import Scenario
from csto_sim.verify import from_here as looking
from csto_sim.verify.moments import standing
from csto_sim.verify.power import power, power_under
from csto_sim.verify.shares import shares_of
from csto_sim.world import NO_FACTS, Act, World


def of(name: str, case: str, **how: Any) -> Power:
    return power(load(shipped.find(name) or ""), case, **how)


def book(id: str) -> Any:
    found = rulebook(id)
    assert found is not None
    return found


def stopping(found: Power) -> dict[str, set[str]]:
    """Which words stop a draft, and whose."""
    words: dict[str, set[str]] = {}
    for each in found.words:
        words.setdefault(each.word, set()).update(each.of if each.stops else ())
    return words


# --- shares: published values --------------------------------------------------------------------


def test_the_security_council_of_fifteen() -> None:
    """Shapley and Shubik's and Banzhaf's values for nine votes of fifteen with five vetoes."""
    found = power_under(book("unsc.substantive"))
    assert found.voting is not None
    permanent, other = found.voting.shares
    assert (len(permanent.of), len(other.of)) == (5, 10)
    assert (permanent.shapley, other.shapley) == (Fraction(421, 2145), Fraction(4, 2145))
    assert (permanent.banzhaf, other.banzhaf) == (Fraction(848, 5080), Fraction(84, 5080))
    assert round(float(permanent.shapley), 4) == 0.1963
    assert round(float(other.shapley), 5) == 0.00186
    assert round(float(permanent.banzhaf), 4) == 0.1669
    assert round(float(other.banzhaf), 4) == 0.0165
    assert found.voting.chance == Fraction(848, 2**15)
    assert stopping(found)["object"] == set(permanent.of)
    assert not stopping(found)["abstain"]
    assert not stopping(found)["away"]


def test_the_security_council_of_eleven_before_1966() -> None:
    """Seven votes of eleven with five vetoes: the five hold 76 parts of 77 together."""
    found = shares_of((5, 6), lambda yes: yes[0] == 5 and sum(yes) >= 7)
    assert 5 * found.shares[0][0] == Fraction(76, 77)
    assert found.shares[1][0] == Fraction(1, 462)


def test_the_council_of_the_six_in_1958() -> None:
    """Weights of 4, 4, 4, 2, 2 and 1 with a quota of 12: Luxembourg never decided."""
    found = shares_of((3, 2, 1), lambda yes: 4 * yes[0] + 2 * yes[1] + yes[2] >= 12)
    assert [each[0] for each in found.shares] == [Fraction(14, 60), Fraction(9, 60), 0]
    assert [each[1] for each in found.shares] == [Fraction(5, 21), Fraction(3, 21), 0]


@settings(max_examples=40)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=5), st.integers(1, 12))
def test_shares_are_those_of_all_orders_counted_out(weights: list[int], quota: int) -> None:
    """Each order of the members has one whose yes carries the draft, if all together carry it."""
    size = len(weights)

    def carried(yes: tuple[int, ...]) -> bool:
        return sum(w for w, said in zip(weights, yes, strict=True) if said) >= quota

    found = shares_of((1,) * size, carried)
    pivots = [0] * size
    orders = list(permutations(range(size)))
    for order in orders:
        total = 0
        for who in order:
            if total < quota <= total + weights[who]:
                pivots[who] += 1
            total += weights[who]
    swings = [
        sum(
            carried(tuple(v if n != who else 1 for n, v in enumerate(votes)))
            and not carried(tuple(v if n != who else 0 for n, v in enumerate(votes)))
            for votes in product((0, 1), repeat=size)
        )
        // 2
        for who in range(size)
    ]
    assert [each[0] for each in found.shares] == [Fraction(n, len(orders)) for n in pivots]
    assert [each[2] for each in found.shares] == [Fraction(n, 2 ** (size - 1)) for n in swings]
    total_swings = sum(swings)
    assert sum(each[1] for each in found.shares) == (1 if total_swings else 0)
    if sum(weights) >= quota:
        assert sum(each[0] for each in found.shares) == 1


@settings(max_examples=30)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=3), st.integers(1, 4), st.data())
def test_classes_count_as_their_members_do(sizes: list[int], weight: int, data: Any) -> None:
    weights = [weight + n for n in range(len(sizes))]
    whole = sum(w * n for w, n in zip(weights, sizes, strict=True))
    quota = data.draw(st.integers(1, whole))
    members = [w for w, n in zip(weights, sizes, strict=True) for _ in range(n)]
    together = shares_of(
        sizes, lambda yes: sum(w * n for w, n in zip(weights, yes, strict=True)) >= quota
    )
    apart = shares_of(
        (1,) * len(members),
        lambda yes: sum(w * n for w, n in zip(members, yes, strict=True)) >= quota,
    )
    spread = [share for share, n in zip(together.shares, sizes, strict=True) for _ in range(n)]
    assert spread == list(apart.shares)
    assert together[1:] == apart[1:]


# --- words: against runs -------------------------------------------------------------------------


def test_by_consensus_each_of_six_has_a_sixth_and_a_veto() -> None:
    found = of("decision/one-absent-member", "plan")
    six = {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"}
    expected = {"object": six, "abstain": six, "silent": six, "away": six, "reserve": set()}
    assert stopping(found) == expected
    assert found.voting is not None
    assert [each.shapley for each in found.voting.shares] == [Fraction(1, 6)]
    assert found.voting.chance == Fraction(1, 2**6)
    assert (found.voting.fewest, found.voting.most) == (6, 5)


def test_where_absence_is_neutral_only_the_chair_stops_it_by_staying_away() -> None:
    found = of("decision/one-absent-member", "plan", readings={"amb.absence-effect": "B"})
    assert stopping(found)["away"] == {"ARM"}
    shut = [each for each in found.words if each.word == "away" and each.of == ("ARM",)]
    assert [each.state for each in shut] == ["drafted"]


@settings(max_examples=6)
@given(st.sampled_from(["consent", "object", "abstain", "silent"]), st.sampled_from(MEMBERS[1:]))
def test_what_the_file_says_makes_no_difference_to_what_a_word_does(word: str, who: str) -> None:
    base = power(told(dict.fromkeys(MEMBERS, "consent")), "plan")
    other = power(told({**dict.fromkeys(MEMBERS, "consent"), who: word}), "plan")
    assert base.words == other.words
    assert base.voting == other.voting


@pytest.mark.parametrize("word", ["object", "abstain", "silent", "away"])
def test_a_word_does_what_a_run_of_the_file_says(word: str) -> None:
    found = power(told(dict.fromkeys(MEMBERS, "consent")), "plan")
    for who in MEMBERS[1:]:
        record = run(told({**dict.fromkeys(MEMBERS, "consent"), who: word}))
        outcome = record.outcome("plan")
        assert outcome is not None
        told_so = [each for each in found.words if each.word == word and who in each.of]
        assert [each.state for each in told_so] == [outcome.state]


ALONE = sorted(
    id
    for id, each in rulebooks().items()
    if not each.asks and not each.size and not (each.failing and rulebooks()[each.failing].asks)
)


@pytest.mark.parametrize("id", ALONE)
def test_a_file_under_a_rulebook_weighs_as_the_rulebook_by_itself(id: str) -> None:
    """Once by acts of a session, once by the rule alone."""
    acted = power(told(dict.fromkeys(MEMBERS, "consent")), "plan", decided_by=id)
    alone = power_under(book(id), len(MEMBERS))
    if acted.words:
        assert acted.voting is not None
        assert alone.voting is not None
        assert acted.voting.chance == alone.voting.chance
        assert (acted.voting.fewest, acted.voting.most) == (alone.voting.fewest, alone.voting.most)
        (one,), (other,) = acted.voting.shares, alone.voting.shares
        assert one[2:] == other[2:]
        for word in ("object", "abstain", "silent"):
            assert bool(stopping(acted)[word]) == bool(stopping(alone)[word])
    else:
        assert alone.note or acted.note


def test_what_a_rulebook_lacks_is_told() -> None:
    assert power_under(book("nato.consensus")).lacking == ("a number of members (--members)",)
    assert any("population" in each for each in power_under(book("eu.qmv"), 27).lacking)
    assert power_under(book("unsc.substantive"), 9).lacking == ("a body of 15 members",)
    with pytest.raises(ValueError, match="knows no role 'permanent'"):
        power_under(book("nato.consensus"), 9, {"permanent": 2})
    with pytest.raises(ValueError, match="more than 3 members"):
        power_under(book("osce.consensus-minus-two"), 3, {"parties": 4})


def test_the_state_concerned_weighs_nothing() -> None:
    found = power_under(book("osce.consensus-minus-one"), 57)
    assert found.voting is not None
    shares = {each.role: each for each in found.voting.shares}
    assert shares["concerned"].shapley == 0
    assert shares[""].shapley == Fraction(1, 56)
    assert not stopping(found)["object"] & set(shares["concerned"].of)


# --- from here -----------------------------------------------------------------------------------


def after(scenario: Scenario, found: Power) -> World:
    """The world after the way that is told, each act fired by itself."""
    now = standing(scenario, terms_of(scenario, {}, None))
    world = now.world
    assert found.here is not None
    for act, who in found.here.way:
        for by in who:
            world, _ = fire(world, Act(act, by, found.case, now.when, NO_FACTS, -1, now.when.day))
    return world


def test_a_decision_that_waits_for_one_is_in_the_hands_of_that_one() -> None:
    scenario = load(shipped.find("decision/one-absent-member") or "")
    found = power(scenario, "plan")
    assert found.here is not None
    assert found.here.state == "awaiting cure"
    assert found.here.way == (("sign", ("KAZ",)),)
    assert [each.member for each in found.here.carriers if each.needed] == ["KAZ"]
    assert after(scenario, found).cases["plan"].state == "adopted"
    assert found.here.complete
    assert any("the cure lapses" in says for says, _ in found.here.ends)


def test_two_who_are_missing_are_both_needed() -> None:
    said = {**dict.fromkeys(MEMBERS, "consent"), "CAN": "away", "DNK": "away"}
    scenario = told(said)
    found = power(scenario, "plan")
    assert found.here is not None
    assert {each.member for each in found.here.carriers if each.needed} == {"CAN", "DNK"}
    assert after(scenario, found).cases["plan"].state == "adopted"


def test_what_was_objected_to_can_be_circulated_and_then_needs_everybody() -> None:
    scenario = told({**dict.fromkeys(MEMBERS, "consent"), "CAN": "object"})
    found = power(scenario, "plan")
    assert found.here is not None
    assert found.here.state == "not adopted"
    assert [act for act, _ in found.here.way] == ["circulate", "sign"]
    assert {each.member for each in found.here.carriers if each.needed} == set(MEMBERS)
    assert after(scenario, found).cases["plan"].state == "adopted"


def test_what_was_withdrawn_cannot_be_carried_any_more() -> None:
    found = of("decision/the-sponsor-takes-its-draft-back", "plan")
    assert found.here is not None
    assert found.here.state == "withdrawn"
    assert found.here.way == ()
    assert found.here.complete


def test_silence_that_is_consent_carries_by_itself_until_somebody_objects() -> None:
    found = of("decision/circulated-draft-with-silence-as-consent", "appointment", step=3)
    assert found.here is not None
    assert found.here.itself is not None
    silent = {"BLR", "RUS", "TJK"}
    assert not any(each.needed for each in found.here.carriers)
    assert {c.member for c in found.here.carriers if "object in writing" in c.acts} == silent


def test_silence_that_is_no_consent_leaves_each_of_the_silent_a_veto() -> None:
    found = of("decision/circulated-draft-with-silence", "appointment", step=3)
    assert found.here is not None
    assert found.here.itself is None
    assert {each.member for each in found.here.carriers if each.needed} == {"BLR", "RUS", "TJK"}


def test_before_it_is_put_there_is_nothing_to_say_from_here() -> None:
    assert of("decision/one-absent-member", "plan", step=0).here is None


def test_what_was_not_looked_at_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is said to be needed because a limit was reached."""
    monkeypatch.setattr(looking, "WORLDS", 2)
    found = of("decision/one-absent-member", "plan")
    assert found.here is not None
    assert not found.here.complete
    assert found.here.way == (("sign", ("KAZ",)),)
    assert not any(each.needed or each.acts for each in found.here.carriers)
    made = CliRunner().invoke(program, ["power", str(shipped.find("decision/one-absent-member"))])
    assert "who else is needed or can" in made.output
    assert "Nobody stops it" not in made.output
    assert "No day is set" not in made.output


# --- the command -------------------------------------------------------------------------------


def invoke(*words: str) -> Any:
    return CliRunner().invoke(program, ["power", *words])


def test_the_page_is_80_wide_and_says_who_and_until_when() -> None:
    made = invoke(str(shipped.find("decision/one-absent-member")))
    assert made.exit_code == 0
    assert max(map(len, made.output.splitlines())) <= 80
    assert "Absence is enough to stop it, whoever stays away." in made.output
    assert "It can still be carried: sign by Kazakhstan." in made.output
    assert "Shapley and Shubik 1/6 (16.7 %)" in made.output
    file = str(shipped.find("decision/circulated-draft-with-silence-as-consent"))
    made = invoke(file, "--step", "3")
    assert "the last moment: 31 May 2016,\n  23:59:59 Moscow time" in made.output


def test_json_has_exact_fractions() -> None:
    made = invoke("--rulebook", "unsc.substantive", "--json")
    (found,) = json.loads(made.output)["power"]
    assert found["voting"]["shares"][0]["shapley_shubik"] == "421/2145"
    assert found["voting"]["chance"] == "53/2048"
    made = invoke(str(shipped.find("decision/one-absent-member")), "--json")
    (found,) = json.loads(made.output)["power"]
    assert found["from_here"]["way"] == [{"act": "sign", "by": ["KAZ"]}]


@pytest.mark.parametrize(
    ("words", "told_so"),
    [
        ((), "Name a FILE"),
        (("--rulebook", "nope"), "CSTO-335"),
        (("--rulebook", "unsc.substantive", "--role", "five"), "ROLE=N was expected"),
        (("--rulebook", "unsc.substantive", "--role", "foo=1"), "knows no role 'foo'"),
        (("--rulebook", "unsc.substantive", "--step", "1"), "ask for a FILE"),
        (("decision/one-absent-member", "--members", "3"), "without a FILE"),
        (("decision/one-absent-member", "--matter", "plans"), "CSTO-337"),
        (("decision/one-absent-member", "--step", "900"), "CSTO-337"),
        (("convening/convened-on-day-2",), "no decision"),
    ],
)
def test_what_cannot_be_asked_is_told(words: tuple[str, ...], told_so: str) -> None:
    found = [str(shipped.find(word) or word) for word in words]
    made = invoke(*found)
    assert made.exit_code == 2
    assert told_so in made.output
    assert "Traceback" not in made.output
