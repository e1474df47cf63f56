"""A sweep: every file under every combination, each run stored once, whoever is lost on the way."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.cli.program import program
from csto_sim.engine.run import run
from csto_sim.errors import Unreadable
from csto_sim.scenario.load import load
from csto_sim.store import open_log
from csto_sim.sweep.plan import LARGEST, Combination, Part, Run, combinations, key_of, pieces
from csto_sim.sweep.plan import planned as plan_of
from csto_sim.sweep.sweeping import AGAIN, BATCH_TAG, KEY_TAG, Swept, known_keys, sweep
from csto_sim.sweep.work import Answer, identity, worked
from csto_sim.sweep.workers import Processes, ThisProcess, Workers

ROOT = Path(__file__).resolve().parents[1]
DECISIONS = sorted(str(path) for path in (ROOT / "scenarios" / "decision").glob("*.yaml"))
CURES = combinations({"amb.absence-cure": "ABCD"})
OPTIONS = st.sampled_from([("amb.absence-cure", "AB"), ("amb.quorum", "AB"), ("amb.x", "CD")])
NO_DASK = "dask is not installed, so this was not run: pip install 'csto_sim[cluster]'"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("CSTO_SIM_DB", "NO_COLOR", "CSTO_SIM_DEBUG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def stored(db: str, batch: str) -> list[str]:
    """The keys of a batch as they stand in the log, each as often as it does."""
    with open_log(db, create=False) as log:
        runs = {row.id for row in log.runs(limit=None, tag=BATCH_TAG + batch)}
        rows = [row for row in log.rows("tag") if row["run_id"] in runs]
    assert len(runs) == len(rows) // 2, "each run has the tag of its batch and a key"
    return sorted(r["tag"].removeprefix(KEY_TAG) for r in rows if r["tag"].startswith(KEY_TAG))


def keys(plan: Sequence[Run]) -> list[str]:
    return sorted(each.key for each in plan)


# --- the plan ----------------------------------------------------------------------------------


@given(st.lists(OPTIONS, unique=True), st.lists(st.sampled_from("abc"), min_size=1, unique=True))
def test_every_file_meets_every_combination_once(
    tried: list[tuple[str, str]], files: list[str]
) -> None:
    of = combinations(dict(tried), (None, "practice"), ("", "other"))
    plan = plan_of("b", [*files, *files], of)
    assert len(of) == len(set(of)) == 2 ** len(tried) * 4
    assert len({each.key for each in plan}) == len(plan) == len(files) * len(of)
    assert {(each.path, each.combination) for each in plan} == {(f, c) for f in files for c in of}


IDENTITY = st.tuples(
    st.sampled_from(["b", "c", "bc"]),
    st.sampled_from(["a", "a/b", "\udcff"]),
    st.builds(
        Combination,
        st.sampled_from([(), (("amb.x", "A"),), (("amb.x", "B"),)]),
        st.sampled_from([None, "strict", "practice"]),
        st.sampled_from(["", "strict"]),
    ),
)


@given(IDENTITY, IDENTITY)
def test_a_run_is_known_by_its_batch_path_readings_mode_and_rulebook(one: Any, other: Any) -> None:
    assert (key_of(*one) == key_of(*other)) is (one == other)


def test_what_is_idle_in_a_path_makes_no_other_run() -> None:
    assert len(plan_of("b", ["a/b.yaml", "./a/b.yaml", "a//b.yaml", "a/c/../b.yaml"], CURES)) == 4


@given(st.lists(st.integers(0, 10**6), max_size=2000), st.integers(1, 64))
def test_pieces_hold_every_run_once_and_none_is_too_large(places: list[int], workers: int) -> None:
    found = pieces(places, workers)
    assert [place for piece in found for place in piece] == places
    assert all(0 < len(piece) <= LARGEST for piece in found)


# --- the log -----------------------------------------------------------------------------------


def test_the_log_passes_over_a_run_whose_key_it_has() -> None:
    records = [run(load(path)) for path in DECISIONS[:4]]
    with open_log("runs.db") as log:
        assert log.save(records[:2], tags=["sweep:b"], keys=["k1", "k2"]) == [1, 2]
        # One that is there, one that comes twice, one that is new.
        assert log.save(records[1:], tags=["sweep:b"], keys=["k2", "k3", "k3"]) == [3]
        assert log.keys("sweep:b", "k") == {"k1", "k2", "k3"}
        assert log.keys("sweep:other", "k") == set()
        assert [log.load(n) for n in (1, 2, 3)] == records[:3]


def test_two_programs_that_go_on_with_one_batch_store_no_run_twice() -> None:
    plan = plan_of("b", DECISIONS[:6], CURES)
    with open_log("runs.db") as one, open_log("runs.db") as other:
        # The second begins while the first has stored nothing, and ends before it.
        began: list[Swept] = []

        def meanwhile(_: Swept) -> None:
            if not began:
                began.append(sweep("b", plan, ThisProcess(), other))

        first = sweep("b", plan, ThisProcess(), one, meanwhile)
    assert began[0].known == 0
    assert first.stored + began[0].stored == len(plan)
    assert stored("runs.db", "b") == keys(plan)


# --- one machine -------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_sweep_stores_the_records_that_single_runs_make(jobs: int) -> None:
    plan = plan_of("b", DECISIONS[:5], CURES)
    with ThisProcess() if jobs == 1 else Processes(jobs) as workers, open_log("r.db") as log:
        found = sweep("b", plan, workers, log)
        assert (found.planned, found.ran, found.stored, found.lost) == (20, 20, 20, 0)
        made = [log.load(n) for n in range(1, 21)]
    alone = [run(load(each.path), readings=dict(each.combination.readings)) for each in plan]
    assert sorted(made, key=repr) == sorted(alone, key=repr)
    assert stored("r.db", "b") == keys(plan)


@given(st.sets(st.integers(0, 11)))
def test_whatever_part_is_in_the_log_the_rest_is_run_and_no_more(there: set[int]) -> None:
    plan = plan_of("b", DECISIONS[:3], CURES)
    with open_log(":memory:") as log:
        sweep("b", [plan[place] for place in sorted(there)], ThisProcess(), log)
        found = sweep("b", plan, ThisProcess(), log)
        assert (found.known, found.ran) == (len(there), len(plan) - len(there))
        assert known_keys(log, "b") == {each.key for each in plan}
        assert len(log.runs(limit=None)) == len(plan)
        assert sweep("other", plan, ThisProcess(), log).known == 0


def test_a_process_killed_midway_loses_no_run_and_doubles_none() -> None:
    plan = plan_of("b", DECISIONS, CURES)
    killed: list[int] = []
    with Processes(2) as workers, open_log("r.db") as log:

        def kill(found: Swept) -> None:
            if not killed:
                pool: Any = workers._pool  # type: ignore[attr-defined]
                killed.append(next(iter(pool._processes)))
                os.kill(killed[0], signal.SIGKILL)

        found = sweep("b", plan, workers, log, kill)
    assert (len(killed), found.lost) == (1, 1)
    assert found.ran == found.stored == len(plan)
    assert stored("r.db", "b") == keys(plan)


class Failing(Workers):
    """Workers that answer as told."""

    def __init__(self, *, lost: bool = False, law: str = "", program: str = "") -> None:
        self.sent = 0
        self._lost, self._law, self._program = lost, law, program

    def count(self) -> int:
        return 1

    def submit(self, parts: Sequence[Part]) -> Future[Answer]:
        self.sent += 1
        future: Future[Answer] = Future()
        if self._lost and self.sent > 1:
            future.set_exception(EOFError())
        else:
            answer = worked(parts)
            law, version = self._law or answer.law, self._program or answer.program
            future.set_result(answer._replace(law=law, program=version))
        return future

    def is_lost(self, fault: BaseException) -> bool:
        return isinstance(fault, EOFError)


def test_work_that_is_lost_again_and_again_ends_the_sweep_and_what_was_done_is_stored() -> None:
    plan = plan_of("b", DECISIONS[:2], CURES)
    workers = Failing(lost=True)
    with open_log("r.db") as log, pytest.raises(Unreadable, match="CSTO-509"):
        sweep("b", plan, workers, log)
    done = stored("r.db", "b")
    assert 0 < len(done) < len(plan)
    assert set(done) < set(keys(plan))
    assert workers.sent <= 1 + len(plan) * (AGAIN + 1)


@pytest.mark.parametrize("other", [{"law": "0" * 64}, {"program": "0.0.1"}])
def test_runs_under_another_law_or_by_another_program_are_not_taken(other: dict[str, str]) -> None:
    plan = plan_of("b", DECISIONS[:2], CURES)
    with open_log("r.db") as log:
        with pytest.raises(Unreadable, match="CSTO-508"):
            sweep("b", plan, Failing(**other), log)  # type: ignore[arg-type]
        assert log.runs() == []
    assert identity()[1] != "0" * 64


# --- the command -------------------------------------------------------------------------------


def call(*words: str) -> Result:
    return CliRunner().invoke(program, ["sweep", *words], prog_name="csto-sim")


def batch_of(text: str) -> str:
    found = re.search(r"Batch ([0-9a-f-]+):", text)
    assert found is not None, text
    return found[1]


def some(folder: Path, count: int = 3) -> str:
    """A folder with copies of shipped scenarios."""
    (folder / "some").mkdir()
    for path in DECISIONS[:count]:
        shutil.copy(path, folder / "some")
    return "some"


def test_the_command_names_its_batch_and_goes_on_with_it(here: Path) -> None:
    first = call(some(here), "--reading", "absence-cure=A,b", "--mode", "strict")
    assert first.exit_code == 0, first.output
    batch = batch_of(first.stderr)
    assert "3 files × 2 combinations" in first.stderr
    again = call("some", "--reading", "absence-cure", "--mode", "strict", "--resume", batch)
    assert again.exit_code == 0, again.output
    assert "12 runs: 6 in the log before, 6 made now" in again.stdout
    assert len(stored("csto_sim.db", batch)) == 12
    assert all(len(line) <= 80 for line in (again.stdout + again.stderr).splitlines())
    listed = CliRunner().invoke(program, ["log", "list", "--tag", f"sweep:{batch}", "--json"])
    assert len(json.loads(listed.stdout)) == 12


def test_what_cannot_be_read_is_told_and_the_rest_is_run(here: Path) -> None:
    (here / some(here) / "wrong.yaml").write_text("format: 1\n", encoding="utf-8")
    found = call("some", "--reading", "absence-cure", "--json")
    assert found.exit_code == 2
    told = json.loads(found.stdout)
    assert (told["planned"], told["stored"], told["not_run"]) == (16, 12, 4)
    assert "wrong.yaml:1:1" in found.stderr


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--resume", "never"], 3, "CSTO-408"),
        (["--reading", "absence-cur"], 2, "try: amb.absence-cure"),
        (["--reading", "absence-cure=A,Z"], 2, "CSTO-306"),
        (["--reading", "absence-cure=,"], 2, "CSTO-503"),
        (["--jobs", "2", "--cluster", "tcp://a:1"], 2, "not with --cluster"),
        (["--resume", "b", "--no-log"], 2, "not with --no-log"),
    ],
)
def test_a_word_that_is_not_right_is_answered_before_anything_is_run(
    here: Path, words: list[str], code: int, says: str
) -> None:
    found = call(some(here), *words)
    assert (found.exit_code, says in found.stderr) == (code, True), found.output
    assert found.stdout == ""


def test_a_cluster_without_its_packages_says_what_to_install(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    found = call(some(here), "--cluster", "tcp://127.0.0.1:8786")
    assert found.exit_code == 2
    assert "csto_sim[cluster]" in found.stderr


def test_an_interrupted_sweep_says_how_to_go_on_and_does() -> None:
    folder = str(ROOT / "scenarios")
    words = ["sweep", folder, "--reading", "absence-cure", "--db", "runs.db", "--jobs", "2"]
    program = [sys.executable, "-m", "csto_sim"]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        [*program, *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=env,
    ) as sweeping:
        assert sweeping.stderr is not None
        told = sweeping.stderr.readline()
        sweeping.stderr.readline()  # the first quarter is there
        sweeping.send_signal(signal.SIGINT)
        told += sweeping.stderr.read()
    batch = batch_of(told)
    assert sweeping.returncode == 130, told
    assert f"--resume {batch}" in " ".join(told.split())
    assert "Traceback" not in told
    before = len(stored("runs.db", batch))
    again = subprocess.run(
        [*program, *words, "--resume", batch, "--json"], env=env, capture_output=True, check=False
    )
    found = json.loads(again.stdout)
    assert 0 < before < found["planned"]
    assert (found["known"], found["ran"]) == (before, found["planned"] - before)
    assert len(set(stored("runs.db", batch))) == len(stored("runs.db", batch)) == found["planned"]


# --- a cluster ---------------------------------------------------------------------------------


class Dask:
    """A scheduler and two workers, each a process of this machine."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self.folder = folder
        host = ["--host", "127.0.0.1", "--no-dashboard"]
        self.scheduler = self._begin("dask_scheduler", *host, "--port", str(port))
        single = ["--nthreads", "1", "--no-nanny", *host]
        self.workers = {
            name: self._begin("dask_worker", self.address, "--name", name, *single)
            for name in ("one", "other")
        }

    def _begin(self, module: str, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{module}", *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def end(self) -> None:
        for process in (*self.workers.values(), self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Dask]:
    distributed = pytest.importorskip("distributed", reason=NO_DASK)
    (tmp_path / "dask").mkdir()
    found = Dask(tmp_path / "dask")
    try:
        with distributed.Client(found.address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield found
    finally:
        found.end()


@pytest.mark.filterwarnings("ignore")  # those of Dask are not ours
def test_a_worker_of_a_cluster_killed_midway_loses_no_run_and_doubles_none(dask: Dask) -> None:
    from distributed import Client

    from csto_sim.sweep.workers import Cluster

    plan = plan_of("b", DECISIONS, CURES)
    killed: list[str] = []
    look: Any = Client
    with look(dask.address, timeout=60, set_as_default=False) as client:

        def busy() -> str:
            """The name of a worker that has work, by the scheduler's own account."""
            at_work = {address for address, tasks in client.processing().items() if tasks}
            known = client.scheduler_info(n_workers=-1)["workers"]
            return next((known[each]["name"] for each in at_work if each in known), "")

        def kill(found: Swept) -> None:
            if not killed and found.done < found.planned and (name := busy()):
                killed.append(name)
                dask.workers[name].kill()
                dask.workers[name].wait()

        with Cluster(dask.address) as workers, open_log("r.db") as log:
            found = sweep("b", plan, workers, log, kill)
    assert (len(killed), found.lost) == (1, 1)
    assert found.ran == found.stored == len(plan)
    assert stored("r.db", "b") == keys(plan)
    # The cluster is as good as before: with the worker that is left the command makes the same.
    with open_log("r.db") as log:
        of_one = [log.load(n) for n in range(1, len(plan) + 1)]
    alone = [run(load(each.path), readings=dict(each.combination.readings)) for each in plan]
    assert sorted(of_one, key=repr) == sorted(alone, key=repr)


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_whose_workers_all_went_away_is_not_waited_for_for_ever(dask: Dask) -> None:
    from csto_sim.sweep.workers import Cluster

    plan = plan_of("b", DECISIONS, CURES)

    def kill(_: Swept) -> None:
        for process in dask.workers.values():
            process.kill()

    with (
        Cluster(dask.address, patience=1.0) as workers,
        open_log("r.db") as log,
        pytest.raises(Unreadable, match="no worker"),
    ):
        sweep("b", plan, workers, log, kill)
    done = stored("r.db", "b")
    assert 0 < len(done) < len(plan)
    with open_log("r.db") as log:
        assert sweep("b", plan, ThisProcess(), log).known == len(done)
    assert stored("r.db", "b") == keys(plan)


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_makes_what_the_command_asks_and_its_loss_is_told(dask: Dask, here: Path) -> None:
    found = call(some(here), "--reading", "absence-cure", "--cluster", dask.address, "--json")
    assert found.exit_code == 0, found.output
    told = json.loads(found.stdout)
    assert (told["stored"], told["workers"]) == (12, 2)
    dask.end()
    gone = call("some", "--cluster", dask.address)
    assert gone.exit_code == 2
    assert "CSTO-508" in gone.stderr
    assert "Traceback" not in gone.stderr


def test_an_address_that_is_none_is_refused_at_once() -> None:
    pytest.importorskip("distributed", reason=NO_DASK)
    for address in ("nonsense", "http://a:1", "tcp://a:99999", "tcp://127.0.0.1:1"):
        found = call(DECISIONS[0], "--cluster", address)
        assert (found.exit_code, "CSTO-508" in found.stderr) == (2, True), found.output
        assert not Path("csto_sim.db").exists()
