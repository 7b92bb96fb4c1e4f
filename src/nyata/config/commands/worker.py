"""`nyata worker`: several processes that judge and one that keeps the log in order, each restarted when it dies.

A process of its own each: judging is bound to the processor, and a picture that kills one kills only that one.
Job priorities put the first stage before the deep look; beyond that, where there are two or more, one process takes
first-stage work only, so that a long job elsewhere never makes anybody wait.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from nyata.config import environment, prepare, processes
from nyata.config.failures import Failure

FIRST_STAGE = "judge"
LOG = ("ledger", "follow")
STOP_SECONDS = 15
SLOWEST_RESTART = 30.0


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `worker`."""
    parser = commands.add_parser("worker", help="judge what comes in, and all other work behind the pages")
    parser.add_argument("--processes", type=int, help="how many (one for each processor, at most 8)")
    parser.add_argument("--queues", help=argparse.SUPPRESS)  # what the processes themselves are started with
    parser.add_argument("--json", action="store_true", help="say starts and deaths as JSON lines")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Supervise until told to stop; with --queues, be one of the processes."""
    if arguments.queues is not None:
        return work(arguments.queues)
    count = arguments.processes if arguments.processes is not None else min(os.cpu_count() or 1, 8)
    if count < 1:
        raise Failure("--processes must be at least 1", "Leave it out for one for each processor.", 2)
    prepare.require_policy()
    with environment.borrowed():
        crew = [*(Post(queues) for queues in queues_of(count)), Post(words=LOG)]
        try:
            with processes.ended_by_signals():
                supervise(crew)
        except KeyboardInterrupt:
            return 0
        finally:
            dismiss(crew)
    return 0


def queues_of(count: int) -> list[str]:
    """For each process the queues it serves, comma-separated; empty means all."""
    return [FIRST_STAGE if number == 0 and count > 1 else "" for number in range(count)]


@dataclass
class Post:
    """A place in the crew: the process that fills it now, and when it may be filled again."""

    queues: str = ""
    words: tuple[str, ...] = ()  # of another part than the queues
    process: subprocess.Popen[bytes] | None = None
    started: float = 0
    deaths: int = 0
    not_before: float = field(default=0)

    def command(self) -> list[str]:
        return [*processes.NYATA, *(self.words or ("worker", f"--queues={self.queues}"))]


def supervise(crew: list[Post], command: Callable[[Post], list[str]] = Post.command, pause: float = 0.2) -> None:
    """Keep every post filled; never returns."""
    while True:
        for post in crew:
            tend(post, command(post), time.monotonic())
        time.sleep(pause)


def tend(post: Post, words: list[str], now: float) -> None:
    """Fill the post when it is empty. One that dies soon again and again is filled more slowly each time."""
    if post.process is None:
        if now >= post.not_before:
            with processes.uninterrupted():
                # One thread each: on matrices this small, threads of BLAS only wait for each other (60 ms for 1).
                post.process = processes.spawn(words, None, {"OPENBLAS_NUM_THREADS": "1"})
            post.started = now
        return
    code = post.process.poll()
    if code is None:
        return
    post.deaths = post.deaths + 1 if now - post.started < 60 else 1
    wait = min(2.0 ** (post.deaths - 1) * 0.5, SLOWEST_RESTART)
    post.not_before = now + wait
    post.process = None
    how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    print(f"worker: a process ended ({how}); another starts in {wait:g} s", file=sys.stderr, flush=True)


def dismiss(crew: list[Post]) -> None:
    """Ask all to finish their job and go, together; then wait for each."""
    at_work = [post.process for post in crew if post.process is not None]
    for process in at_work:
        if process.poll() is None:
            process.terminate()
    for process in at_work:
        processes.stop(process, STOP_SECONDS)


def work(queues: str) -> int:
    """Be one process: take jobs of these queues, one at a time."""
    from nyata.config.commands import management

    words = ["procrastinate", "worker", "--concurrency=1", "--delete-jobs=successful"]
    words += [f"--queues={queues}"] if queues else []
    return management.call([*words, f"--shutdown-graceful-timeout={STOP_SECONDS - 3}"])
