"""How much a scenario can hold, and that the work of reading it is in proportion."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from counting import work

from csto_sim import law, organisation
from csto_sim.errors import Complaint, Unreadable
from csto_sim.scenario.bounds import MOST
from csto_sim.scenario.load import load, loads

HEAD = "format: 1\ntitle: A story\nfrom: 2010-01-01\nuntil: 2010-12-31\n"
STATES = ", ".join(organisation.states())


def the_one(text: str) -> Complaint:
    with pytest.raises(Unreadable) as fault:
        loads(text)
    (told,) = fault.value.complaints
    return told


def lines(form: str, count: int) -> str:
    return "".join(form.format(n=number) + "\n" for number in range(count))


# --- limits --------------------------------------------------------------------------------------


def crossed(matters: int, entries: int) -> str:
    names = ", ".join(f"d{number}" for number in range(matters))
    first = f"  - {{date: 2010-05-01, act: sign, matter: &m [{names}], by: &b [{STATES}]}}\n"
    again = "  - {date: 2010-05-01, act: sign, matter: *m, by: *b}\n"
    listed = lines("  d{n}: {{procedure: instrument}}", matters)
    return f"{HEAD}matters:\n{listed}acts:\n{first}{again * (entries - 1)}"


def test_lists_that_multiply_are_refused_at_the_entry_that_goes_over_the_limit() -> None:
    each = 10 * len(organisation.states())
    fit = MOST // each
    assert len(loads(crossed(10, fit)).acts) == each * fit
    told = the_one(crossed(10, fit + 5))
    assert told.code == "CSTO-322"
    assert told.line == 4 + 1 + 10 + 1 + fit + 1
    assert f"more than {MOST:,} acts" in told.message
    assert f"stand for {each:,} of them" in told.message


def test_lists_over_the_limit_are_not_built() -> None:
    text = crossed(150, 100)
    loads(crossed(2, 1))
    tracemalloc.start()
    told = the_one(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert told.code == "CSTO-322"
    assert peak < 20_000_000


def test_who_comes_and_what_is_said_count_as_acts() -> None:
    rolls = lines("  - {{date: 2010-05-01, act: open, meeting: s{n}, present: *b}}", 90)
    meetings = lines("  s{n}: {{body: CSC}}", 90)
    rolls = rolls.replace("*b", f"&b [{STATES}]", 1)
    told = the_one(f"{HEAD}meetings:\n{meetings}acts:\n{rolls}")
    assert told.code == "CSTO-322"


def test_as_many_acts_as_the_limit_are_read_and_one_more_is_not() -> None:
    text = HEAD + "matters: {d: {procedure: decision, body: CSC}}\nacts:\n"
    text += lines("  - {{date: 2010-05-01, act: notify, matter: d, by: ARM}}", MOST)
    assert len(loads(text).acts) == MOST
    more = "  - {date: 2010-05-01, act: notify, matter: d, by: ARM}\n"
    assert the_one(text + more * 3).line == text.count("\n") + 1


def test_acts_of_a_scenario_and_of_the_one_below_it_count_together(tmp_path: Path) -> None:
    (tmp_path / "below.yaml").write_text(crossed(50, 1), encoding="utf-8")
    acts = f"  - {{date: 2010-05-02, act: sign, matter: [d0, d1, d2, d3], by: &b [{STATES}]}}\n"
    acts += "  - {date: 2010-05-02, act: sign, matter: [d4, d5, d6, d7], by: *b}\n" * 7
    path = tmp_path / "above.yaml"
    path.write_text(f"format: 1\ntitle: A\nbased_on: below.yaml\nacts:\n{acts}", encoding="utf-8")
    with pytest.raises(Unreadable) as fault:
        load(path)
    assert [each.code for each in fault.value.complaints] == ["CSTO-322"]


def test_expectations_have_the_same_limit() -> None:
    text = HEAD + "matters: {d: {procedure: decision, body: CSC}}\nacts: []\nexpect:\n"
    entry = "  - {matter: d, state: drafted, from: never}\n"
    assert len(loads(text + entry * (MOST // 2)).expect) == MOST
    told = the_one(text + entry * (MOST // 2 + 3))
    assert (told.code, told.line) == ("CSTO-322", text.count("\n") + MOST // 2 + 1)
    periods = ", ".join(f"notice of {code}: met" for code in list(organisation.states())[:200])
    many = f"  - {{matter: d, deadline: &p {{{periods}}}}}\n"
    many += "  - {matter: d, deadline: *p}\n" * (MOST // 200)
    text = text.replace("procedure: decision, body: CSC", "procedure: instrument")
    assert the_one(text + many).code == "CSTO-322"


# --- work ----------------------------------------------------------------------------------------


def acts(count: int) -> str:
    form = "  - {{date: +1s, act: notify, matter: d, by: KAZ, says: note {n}, source: book {n}}}"
    first = "  - {date: 2010-03-01T10:00Z, act: notify, matter: d, by: KAZ}\n"
    return f"{HEAD}matters: {{d: {{procedure: decision, body: CSC}}}}\nacts:\n{first}" + lines(
        form, count
    )


def sources(count: int) -> str:
    return f"{HEAD}acts: []\nsources:\n" + lines("  - {{page: P72, says: note {n}}}", count)


def matters(count: int) -> str:
    listed = lines("  d{n}: {{procedure: decision, body: CSC}}", count)
    meetings = lines("  s{n}: {{body: CSC, agenda: [d0, d{n}]}}", count).replace("d0, d0", "d0")
    return f"{HEAD}acts: []\nmatters:\n{listed}meetings:\n{meetings}"


def chains(count: int) -> str:
    links = lines("  d{n}: {{procedure: instrument, replaces: e{n}}}", count)
    ends = lines("  e{n}: {{procedure: instrument}}", count)
    return f"{HEAD}acts: []\nmatters:\n{links}{ends}"


def expects(count: int) -> str:
    listed = lines("  d{n}: {{procedure: decision, body: CSC}}", count)
    wants = lines("  - {{refused: {{act: sign, by: ARM}}, says: note {n}}}", count)
    return f"{HEAD}acts: []\nmatters:\n{listed}expect:\n{wants}"


@pytest.mark.parametrize("made", [acts, sources, matters, chains, expects])
def test_the_work_of_reading_grows_with_what_is_written(made: Callable[[int], str]) -> None:
    few, many = (made(size) for size in (50, 400))
    loads(few)
    assert work(lambda: loads(many)) < 8 * 1.2 * work(lambda: loads(few))


def test_a_change_of_many_matters_takes_work_in_proportion(tmp_path: Path) -> None:
    def changed(size: int) -> Path:
        (tmp_path / f"below{size}.yaml").write_text(matters(size), encoding="utf-8")
        text = f"format: 1\ntitle: A\nbased_on: below{size}.yaml\nmatters:\n"
        path = tmp_path / f"above{size}.yaml"
        path.write_text(text + lines("  d{n}: {{body: PC}}", size), encoding="utf-8")
        return path

    few, many = changed(50), changed(400)
    assert load(few).cases[0].facts["body"] == "PC"
    assert work(lambda: load(many)) < 8 * 1.2 * work(lambda: load(few))


def test_a_scenario_can_choose_every_reading() -> None:
    chosen = "".join(f"  {id}: {next(iter(each.options))}\n" for id, each in law.readings().items())
    assert len(loads(f"{HEAD}acts: []\nreadings:\n{chosen}").readings) == len(law.readings())
