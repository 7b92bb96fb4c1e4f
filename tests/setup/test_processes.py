"""Children end with us; a signal never comes between a child and the note of it."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from nyata.config import processes

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_signal_that_ends_us_is_ctrl_c(number):
    with pytest.raises(KeyboardInterrupt), processes.ended_by_signals():
        os.kill(os.getpid(), number)


def test_afterwards_signals_do_what_they_did_before():
    before = signal.getsignal(signal.SIGTERM)
    with processes.ended_by_signals():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_second_signal_does_not_disturb_the_cleaning_up():
    with pytest.raises(KeyboardInterrupt), processes.ended_by_signals():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            cleaned = True
    assert cleaned


def test_a_signal_waits_until_a_child_is_noted():
    noted = []
    with pytest.raises(KeyboardInterrupt), processes.ended_by_signals(), processes.uninterrupted():
        os.kill(os.getpid(), signal.SIGTERM)
        noted.append("child")
    assert noted == ["child"]


def test_stopping_ends_what_a_child_has_started(tmp_path):
    words = ["sh", "-c", f"{sys.executable} -c 'import time; time.sleep(60)' & echo $! > {tmp_path}/pid; wait"]
    child = processes.spawn(words, None)
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        time.sleep(0.01)
    processes.stop(child, 2)
    grandchild = int((tmp_path / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        for _ in range(100):  # killed; until whoever inherits it has collected it
            os.kill(grandchild, 0)
            time.sleep(0.05)
            if Path(f"/proc/{grandchild}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                raise ProcessLookupError


def test_what_a_child_says_goes_to_its_log(tmp_path):
    child = processes.spawn([sys.executable, "-c", "print('halo')"], tmp_path / "log")
    assert child.wait(10) == 0
    assert (tmp_path / "log").read_text() == "halo\n"
