"""`--update`: what it writes can be read and holds, what it cannot write it leaves and says so."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csto_sim.engine.run import run
from csto_sim.expect.updating import Updated, update_expectations, write_whole
from csto_sim.scenario.load import load

STORY = """\
format: 1
title: A plan and a pact
from: 2010-01-01
until: 2010-12-31
matters:
  plan: {procedure: decision, body: CSC}
  pact: {procedure: instrument, signatories: [ARM, KAZ]}
meetings:
  moscow: {body: CSC, agenda: [plan]}
acts:
  - date: 2010-03-01T10:00+03:00
    act: open
    meeting: moscow
    presiding: RUS
    present: [ARM, KAZ, KGZ, RUS, TJK, UZB, BLR]
  - {date: +1h, act: decide, matter: plan, consent: [ARM, KAZ, KGZ, RUS, TJK, UZB, BLR]}
  - {date: 2010-04-02, act: sign, matter: pact, by: [ARM, KAZ]}
  - {date: 2010-05-02, act: deposit, matter: pact, by: [ARM, KAZ]}
expect:
"""
ALL = "[ARM, BLR, KAZ, KGZ, RUS, TJK, UZB]"


def updated(path: Path, entries: str, end: str = "\n") -> tuple[Updated, str]:
    """Write the story with these expectations, update it, and see that it can be read and holds."""
    path.write_bytes((STORY + entries).replace("\n", end).encode())
    before = load(path).expect
    done = update_expectations(path, run(load(path)))
    after = run(load(path)).expected
    assert len(after) == len(before)
    failed = [each for each in after if each.status == "failed"]
    assert len(failed) == len(done.left), (failed, done)
    for each, told in zip(failed, done.left, strict=True):
        assert each.says in told
    return done, path.read_bytes().decode().removeprefix(STORY.replace("\n", end))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "story.yaml"


@pytest.mark.parametrize(
    "entry",
    [
        "  - {matter: plan, because: KAZ absent}\n",
        "  - {matter: plan, because: [KAZ absent, RUS objects]}\n",
        "  - matter: plan\n    because:\n      - KAZ absent\n    state: adopted\n",
        "  - matter: plan\n    because:\n    - KAZ absent\n",
        "  - {matter: plan, blocked_by: {KAZ: absent}}\n",
        "  - matter: plan\n    blocked_by:\n      KAZ: absent\n",
        "  - matter: pact\n    not_bound:\n    - ARM\n    - KAZ\n",
        "  - {matter: pact, not_bound: [ARM, KAZ]}\n",
        "  - {matter: pact, not_bound: ARM}\n",
        "  - {matter: plan, at: 2010-01-05, under: charter.12.consensus}\n",
        "  - {matter: plan, deadline: {signature: met}}\n",
        "  - {refused: {by: KAZ}}\n",
    ],
)
def test_an_expectation_for_which_nothing_is_found_is_left_and_told(path: Path, entry: str) -> None:
    done, text = updated(path, entry + "  - {matter: plan, state: lapsed}\n")
    assert text == entry + "  - {matter: plan, state: adopted}\n"
    assert len(done.left) == len(done.changed) == 1


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_block_list_of_which_nothing_is_left_becomes_an_empty_one(path: Path, end: str) -> None:
    for indent in ("", "  "):
        entry = f"  - matter: plan\n    at: 2010-02-01\n    bound:  # who\n    {indent}- ARM\n"
        entry += f"    {indent}- BLR   # second\n    state: drafted\n"
        done, text = updated(path, entry, end)
        assert (len(done.changed), done.left) == (1, ())
        assert "    bound: []  # who   # second" + end + "    state" in text


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (
            "  - {matter: plan, bound: &x [ARM]}\n  - {matter: plan, bound: *x}\n",
            f"  - {{matter: plan, bound: &x {ALL}}}\n  - {{matter: plan, bound: {ALL}}}\n",
        ),
        (
            "  - {matter: pact, bound: &x [ARM, KAZ]}\n  - {matter: plan, bound: *x}\n",
            f"  - {{matter: pact, bound: &x [ARM, KAZ]}}\n  - {{matter: plan, bound: {ALL}}}\n",
        ),
        (
            "  - {matter: pact, in_force: &d 2010-01-01}\n  - matter: plan\n    from: *d\n",
            "  - {matter: pact, in_force: &d 2010-05-02}\n  - matter: plan\n    from: 2010-03-01\n",
        ),
    ],
)
def test_an_alias_is_written_out_where_its_own_value_differs(
    path: Path, entries: str, expected: str
) -> None:
    assert updated(path, entries)[1] == expected


def test_a_value_that_others_refer_to_keeps_its_anchor(path: Path) -> None:
    for entry in ("    bound: &x\n      - ARM\n", "    bound: &x [ARM]\n"):
        text = updated(path, f"  - matter: plan\n{entry}  - {{matter: plan, bound: *x}}\n")[1]
        assert "&x" in text


def test_what_is_right_where_an_alias_stands_is_not_changed_by_the_value_it_stands_for(
    path: Path,
) -> None:
    for entries in (
        "  - {matter: plan, bound: &x [ARM, KAZ]}\n  - {matter: pact, bound: *x}\n",
        "  - {matter: pact, signed: &s {ARM: never}}\n  - {matter: pact, ratified: *s}\n",
    ):
        done, text = updated(path, entries)
        assert (done.changed, len(done.left)) == ((), 1)
        assert text == entries


ENTRIES = (
    "matter: plan, state: lapsed",
    "matter: plan, bound: [ARM, GEO]",
    "matter: plan, bound: []",
    "matter: plan, at: 2010-01-05, bound: [ARM]",
    "matter: plan, because: KAZ absent",
    "matter: plan, blocked_by: {ARM: absent}",
    "matter: plan, from: never",
    "matter: pact, not_bound: [GEO, ARM]",
    "matter: pact, signed: {ARM: never, GEO: 2010-01-01}",
    "matter: pact, in_force: 2010-01-01",
    "matter: pact, under: charter.12.limited-format",
    "refusals: 3",
    "matter: plan, deadline: {certified copies: {status: met, due: 2010-03-01}}",
    "matter: plan, deadline: {certified copies: met}",
    "matter: plan, refused: {by: ARM}",
)


def _block(entry: str, indent: str) -> str:
    """The same entry in block style, one key a line and one item a line."""
    import yaml

    plain = yaml.load("{" + entry + "}", Loader=yaml.BaseLoader)
    lines = []
    for key, value in plain.items():
        if isinstance(value, list) and value:
            lines += [f"{key}:", *(f"{indent}- {item}" for item in value)]
        elif isinstance(value, dict) and all(isinstance(each, str) for each in value.values()):
            lines += [f"{key}:", *(f"  {name}: {word}" for name, word in value.items())]
        else:
            lines.append(f"{key}: {value}".replace("'", "").replace("status:", "status: "))
    return "\n    ".join(lines)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(ENTRIES), st.sampled_from(["flow", "", "  "])),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_whatever_is_updated_can_be_read_and_holds(
    path: Path, entries: list[tuple[str, str]], end: str
) -> None:
    text = "".join(
        f"  - {{{entry}}}\n" if style == "flow" else f"  - {_block(entry, style)}\n"
        for entry, style in entries
    )
    updated(path, text, end)


# --- writing whole or not at all -----------------------------------------------------------------


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_bytes(b"before")
    real.chmod(0o640)
    link.symlink_to("real.txt")
    write_whole(link, b"after")
    assert (real.read_bytes(), link.is_symlink()) == (b"after", True)
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert sorted(each.name for each in tmp_path.iterdir()) == ["link.txt", "real.txt"]


def test_a_new_file_has_the_mode_that_every_new_file_has(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    for name, anew in (("a", False), ("b", True)):
        write_whole(tmp_path / name, b"", anew=anew)
        assert (tmp_path / name).stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_full_disk_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(STORY + "  - {matter: plan, state: lapsed}\n")
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        update_expectations(path, run(load(path)))
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "new.yaml", b"x", anew=True)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["story.yaml"]


def test_a_file_that_is_there_is_not_written_anew(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "a", b"theirs", anew=True)
    assert (tmp_path / "a").read_bytes() == b"mine"
