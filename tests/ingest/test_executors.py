"""What who reads pages promises, a crew of this machine and a cluster alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from faults import task

from corpus.errors import InputFailed
from ingest.cluster import Cluster
from ingest.executor import Executor
from ingest.workers import Crew, Done, Task


@pytest.fixture(scope="module")
def executor(workers: int | str) -> Iterator[Executor]:
    with Crew(workers) if isinstance(workers, int) else Cluster(workers) as executor:
        yield executor


def doubles(done: list[Done]) -> dict[object, object]:
    return {d.key: d.result for d in done if d.error is None}


def test_every_task_has_its_result(executor: Executor) -> None:
    done = list(executor.run(task("double", n, key=n) for n in range(1, 20)))
    assert doubles(done) == {n: 2 * n for n in range(1, 20)}


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("leave", "ended the program that opens it (exit code 3)"),
        ("crash", "crashed the program that opens it (SIGSEGV)"),
        ("killed_for_memory", "because memory ran out"),
        ("hang", "took longer than 1 s"),
        ("eat_memory", "more than the 2 GiB of memory"),
        ("refuse", "дело_15.pdf is empty."),
        ("stumble", "could not be read (KeyError: 'Контрольный разворот')"),
        ("unpicklable", "could not be read ("),
        ("rubbish", "answered nonsense"),
        ("missing_file", "cannot be opened: No such file or directory."),
    ],
)
def test_one_fails_with_its_reason_and_the_others_are_done(
    executor: Executor, fault: str, reason: str
) -> None:
    tasks = [task("double", n, key=n) for n in range(1, 5)]
    tasks.insert(1, task(fault, seconds=1))
    done = list(executor.run(tasks))
    assert doubles(done) == {1: 2, 2: 4, 3: 6, 4: 8}
    [failed] = [d.error for d in done if d.error]
    assert isinstance(failed, InputFailed)
    assert reason in str(failed)
    assert str(failed.remedy)
    assert doubles(list(executor.run([task("double", 21, key="after")]))) == {"after": 42}


def test_tasks_are_drawn_only_when_there_is_room(executor: Executor) -> None:
    drawn: list[int] = []

    def endless() -> Iterator[Task]:
        for n in range(1, 1_000_000):
            drawn.append(n)
            yield task("double", n, key=n)

    run = executor.run(endless())
    next(run)
    run.close()
    assert len(drawn) <= 4
    assert doubles(list(executor.run([task("double", 2, key="again")]))) == {"again": 4}


def test_a_worker_that_is_done_gets_its_next_task_while_another_is_busy(
    executor: Executor, tmp_path: Path
) -> None:
    most_are_done = tmp_path / "most are done"
    tasks = [task("wait_for", most_are_done, key="long")]
    tasks += [task("double", n, key=n) for n in range(1, 7)]
    ended = []
    for done in executor.run(tasks):
        ended.append(done.result)
        if len(ended) == 5:  # a cluster may have let one wait behind the long one
            most_are_done.touch()
    assert "told" not in ended[:5]
    assert set(ended) == {2, 4, 6, 8, 10, 12, "told"}


def test_leaving_early_drops_what_is_under_way(executor: Executor) -> None:
    for done in executor.run([task("hang", seconds=5), task("double", 1, key="quick")]):
        assert done.key == "quick"
        break
    assert doubles(list(executor.run([task("double", 2, key="again")]))) == {"again": 4}
