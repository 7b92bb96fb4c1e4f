"""`nyata worker`: a crew of processes; who dies is replaced, nobody is left behind."""

import sys
import time

import pytest

from nyata.config.commands import worker
from nyata.config.commands.worker import Post

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"]
CRASH = [sys.executable, "-c", "import os; os.abort()"]


def wait_for(post: Post) -> None:
    assert post.process is not None
    post.process.wait(10)


def test_one_process_serves_all_queues():
    assert worker.queues_of(1) == [""]


def test_of_several_one_waits_for_first_stage_work_only():
    assert worker.queues_of(3) == ["judge", "", ""]


def test_a_process_that_dies_is_named_and_replaced(capfd):
    post = Post("")
    worker.tend(post, CRASH, 100)
    wait_for(post)
    worker.tend(post, SLEEP, 101)
    assert "a process ended (SIGABRT); another starts in 0.5 s" in capfd.readouterr().err
    worker.tend(post, SLEEP, 101.2)
    assert post.process is None
    worker.tend(post, SLEEP, 101.6)
    assert post.process is not None
    assert post.process.poll() is None
    worker.dismiss([post])


def test_one_that_dies_again_and_again_is_replaced_more_slowly_up_to_a_limit():
    post = Post("")
    waits = []
    now = 0.0
    for _ in range(9):
        worker.tend(post, [sys.executable, "-c", "raise SystemExit(3)"], now)
        wait_for(post)
        worker.tend(post, CRASH, now)
        waits.append(post.not_before - now)
        now = post.not_before
    assert waits == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]


def test_one_that_worked_for_a_while_is_replaced_at_once_again():
    post = Post("", deaths=7)
    worker.tend(post, CRASH, 0)
    wait_for(post)
    worker.tend(post, CRASH, 3600)
    assert post.not_before == 3600.5


def test_dismissing_ends_all_also_one_that_does_not_listen(monkeypatch):
    monkeypatch.setattr(worker, "STOP_SECONDS", 0.5)
    crew = [Post(""), Post("")]
    for post, words in zip(crew, (SLEEP, STUBBORN), strict=True):
        worker.tend(post, words, 0)
    time.sleep(0.3)  # until the stubborn one has stopped listening
    worker.dismiss(crew)
    assert all(post.process is not None and post.process.poll() is not None for post in crew)


@pytest.mark.parametrize("count", ["0", "-1"])
def test_no_processes_at_all_is_asked_wrongly(nyata, count):
    said = nyata("worker", f"--processes={count}")
    assert said.code == 2
    assert said.is_one_clear_line
