from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import faults
import pytest
from faults import task

from corpus.errors import EngineFailed, InputFailed
from ingest.child import Limits
from ingest.workers import Crew


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    with Crew(2) as crew:
        yield crew


def test_a_worker_is_replaced_after_so_many_tasks() -> None:
    with Crew(1, Limits(tasks=3)) as crew:
        processes = [d.result for d in crew.run(task("process", key=n) for n in range(7))]
    assert [processes.index(p) for p in processes] == [0, 0, 0, 3, 3, 3, 6]


def test_a_worker_that_holds_too_much_is_replaced() -> None:
    with Crew(1) as crew:
        first = crew.call(task("process"))
        assert crew.call(task("process")) == first
        assert crew.call(task("hoard")) == first[0]
        assert crew.call(task("process")) != first


def test_a_worker_that_died_while_idle_costs_no_task() -> None:
    with Crew(1) as crew:
        first, _ = crew.call(task("process"))
        os.kill(first, signal.SIGKILL)
        soon(lambda: not alive(first))
        assert crew.call(task("double", 21)) == 42


def test_workers_leave_the_machine_to_people() -> None:
    with Crew(1) as crew:
        assert crew.call(task("niceness")) == min(19, os.nice(0) + 10)


def test_a_worker_that_breaks_is_replaced(crew: Crew) -> None:
    for fault in ("leave", "crash", "hang", "eat_memory", "rubbish", "stumble"):
        (done,) = crew.run([task(fault, seconds=1)])
        assert done.error is not None
        assert len(crew.process_ids) == 2


def test_leaving_early_ends_what_is_under_way(crew: Crew) -> None:
    for done in crew.run([task("hang"), task("double", 1, key="quick")]):
        assert done.key == "quick"
        break
    assert len(crew.process_ids) == 2


def test_all_workers_break_at_once(crew: Crew) -> None:
    before = set(crew.process_ids)
    done = list(crew.run([task("crash", key=n) for n in range(1, 5)]))
    assert len(done) == 4 and all(isinstance(d.error, InputFailed) for d in done)
    assert len(crew.process_ids) == 2 and not before & set(crew.process_ids)


def test_a_worker_leads_a_group_of_its_own_and_does_not_run_our_main(crew: Crew) -> None:
    process, group = crew.call(task("process"))
    assert process == group != os.getpgid(0)
    assert crew.call(task("main_module")) == ""


def test_call_raises_what_the_task_raised(crew: Crew) -> None:
    with pytest.raises(InputFailed, match=r"дело_15\.pdf is empty"):
        crew.call(task("refuse"))


def test_threads_wait_for_one_another_and_may_end_before_the_crew() -> None:
    crews: list[Crew] = []
    thread = threading.Thread(target=lambda: crews.append(Crew(1)))
    thread.start()
    thread.join()
    [crew] = crews
    with crew:
        results: list[int] = []
        threads = [
            threading.Thread(target=lambda n=n: results.append(crew.call(task("double", n))))
            for n in range(1, 6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(results) == [2, 4, 6, 8, 10]


def test_closing_ends_the_workers() -> None:
    crew = Crew(2)
    processes = crew.process_ids
    crew.close()
    assert len(processes) == 2 and not any(map(alive, processes))


def test_a_worker_that_cannot_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with Crew(1) as crew, pytest.raises(EngineFailed, match="could not be started"):
        crew.call(task("double", 1))


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_workers_end_with_their_parent_even_inside_a_library(
    tmp_path: Path, end: signal.Signals
) -> None:
    started = tmp_path / "started"
    program = (
        "import signal, sys; sys.path[:0] = sys.argv[2:]\n"
        # where the tests run in the background of a shell, it has Ctrl-C passed over
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from pathlib import Path\n"
        "from ingest.workers import Crew, Task\n"
        "with Crew(1) as crew:\n"
        f"    hang = Task(1, '{faults.__name__}:hang_in_a_library', (Path(sys.argv[1]),))\n"
        "    crew.call(hang)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, started, *sys.path], stderr=subprocess.DEVNULL
    )
    worker = int(soon(lambda: started.exists() and started.read_text()))
    assert alive(worker)
    parent.send_signal(end)
    parent.wait()
    assert soon(lambda: not alive(worker))


def soon(happens: object) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if found := happens():  # type: ignore[operator] # a lambda of the test above
            return str(found)
        time.sleep(0.02)
    raise AssertionError("it did not happen")


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
