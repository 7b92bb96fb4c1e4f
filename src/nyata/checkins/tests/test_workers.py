"""Workers as processes of their own: they judge, they die, and nobody is lost or let in by it."""

import contextlib
import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from nyata.checkins import tasks
from nyata.checkins.models import CheckIn, Outcome, Verdict
from nyata.checkins.services import jobs, judging
from nyata.checkins.tests.conftest import face_of
from nyata.checkins.tests.test_judging_faces import person
from nyata.core.reasons import Reason

ROOT = Path(__file__).resolve().parents[4]
# A worker as `nyata worker` starts it, that ends when there is nothing left to do.
WORKER = """
import os, signal, sys
import django
django.setup()
if sys.argv[1] == "deadly":
    from nyata.checkins.services import measuring
    measuring.quick_look = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from django.core.management import call_command
call_command("procrastinate", "worker", "--one-shot", "--concurrency=1", "--delete-jobs=successful")
"""


def run_worker(database: str, kind: str = "healthy") -> int:
    """Run a worker process over this database; its exit code."""
    head, _, tail = os.environ["DATABASE_URL"].rpartition("/")
    query = tail.partition("?")[2]
    environment = os.environ | {
        "DATABASE_URL": f"{head}/{database}" + (f"?{query}" if query else ""),
        "DJANGO_SETTINGS_MODULE": "nyata.config.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
    }
    done = subprocess.run(
        [sys.executable, "-c", WORKER, kind], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert kind == "deadly" or done.returncode == 0, done.stderr
    return done.returncode


def time_passes() -> None:
    """The dead worker's last sign of life lies half a minute back."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '31 seconds'")


def look_for_stalled() -> None:
    """What the clock does every fifteen seconds, unless the worker had just done it before it died."""
    with contextlib.suppress(AlreadyEnqueued):
        tasks.take_up_stalled.configure().defer(timestamp=0)


def states() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, status::text FROM procrastinate_jobs WHERE task_name IN "
            "('checkins.judge', 'checkins.look_deeper') ORDER BY id"
        )
        return cursor.fetchall()


@pytest.fixture
def attempt(own_world):
    phone = own_world.phone_of(own_world.cast.servant, person("astronaut", 31), face_of("astronaut"))
    answer = phone.check_in()
    assert answer.status == 201
    return CheckIn.objects.get()


def test_a_worker_judges_at_once_and_looks_deeper_behind_it(attempt, own_database):
    assert run_worker(own_database) == 0
    stages = list(attempt.verdicts.order_by("id").values_list("stage", "outcome"))
    assert stages == [("first", "accepted"), ("deep", "accepted")]
    assert states() == []


def test_a_job_whose_worker_was_killed_is_taken_up_by_another(attempt, own_database):
    assert run_worker(own_database, "deadly") == -signal.SIGKILL
    assert states() == [("checkins.judge", "doing")]
    assert not attempt.verdicts.exists()
    time_passes()
    look_for_stalled()
    assert run_worker(own_database) == 0
    assert attempt.verdicts.order_by("id").first().outcome == Outcome.ACCEPTED


def test_a_picture_that_kills_its_worker_twice_is_set_aside_for_a_person(attempt, own_database):
    assert run_worker(own_database, "deadly") == -signal.SIGKILL
    time_passes()
    look_for_stalled()
    assert run_worker(own_database, "deadly") == -signal.SIGKILL
    time_passes()
    look_for_stalled()
    assert run_worker(own_database) == 0
    verdict = attempt.verdicts.get()
    assert (verdict.outcome, verdict.reasons, verdict.counts_at) == (Outcome.ERROR, ["set_aside"], None)
    assert states() == [("checkins.judge", "failed")]


def test_the_worker_itself_asks_for_what_stalled_within_a_minute():
    """A silence of 30 s, looked for every 15 s: taken up after 45 s at the latest."""
    crons = {one.task.name: one.cron for one in tasks.app.periodic_registry.periodic_tasks.values()}
    assert crons["checkins.take_up_stalled"] == "* * * * * */15"
    assert tasks.SILENT_S + 15 < 60


# Errors of ours


@pytest.fixture
def broken(monkeypatch):
    """An engine that fails."""
    from nyata.checkins.services import measuring

    def fails(*_args):
        raise ZeroDivisionError("the engine")

    monkeypatch.setattr(measuring, "quick_look", fails)


@pytest.mark.django_db
def test_an_error_of_ours_neither_accepts_nor_refuses_and_is_judged_again(world, broken):
    world.phone.check_in()
    checkin = CheckIn.objects.get()
    tasks.judge(checkin.pk)
    verdict = Verdict.objects.get()
    assert (verdict.outcome, verdict.reasons, verdict.counts_at) == (Outcome.ERROR, ["error"], None)
    assert verdict.signals[0]["payload"] == {"error": "ZeroDivisionError"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE scheduled_at > now() AND args->>'checkin' = %s",
            [str(checkin.pk)],
        )
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_what_failed_is_judged_when_the_engine_works_again(world):
    phone = world.phone_of(world.cast.servant, person("astronaut", 32), face_of("astronaut"))
    phone.check_in()
    checkin = CheckIn.objects.get()
    judging.record_error(checkin_id=checkin.pk, kind="OSError", at=timezone.now())
    tasks.judge(checkin.pk)
    assert checkin.verdicts.order_by("-id").first().outcome == Outcome.ACCEPTED


@pytest.mark.django_db
def test_what_fails_again_and_again_is_left_to_a_person(world, broken):
    world.phone.check_in()
    checkin = CheckIn.objects.get()
    for _ in judging.AGAIN_AFTER:
        tasks.judge(checkin.pk)
        assert checkin.verdicts.order_by("-id").first().reasons == [Reason.ERROR.value]
    tasks.judge(checkin.pk)
    assert checkin.verdicts.order_by("-id").first().reasons == [Reason.SET_ASIDE.value]


@pytest.mark.django_db
def test_a_deep_look_that_fails_leaves_the_verdict_and_says_that_it_could_not_be_made(world, monkeypatch):
    from nyata.checkins.services import measuring

    phone = world.phone_of(world.cast.servant, person("astronaut", 33), face_of("astronaut"))
    phone.check_in()
    checkin = CheckIn.objects.get()
    tasks.judge(checkin.pk)

    def fails(*_args):
        raise MemoryError

    monkeypatch.setattr(measuring, "deep_look", fails)
    tasks.look_deeper(checkin.pk)
    verdict = checkin.verdicts.order_by("-id").first()
    assert (verdict.stage, verdict.outcome) == ("deep", Outcome.ACCEPTED)
    assert verdict.reasons[-1] == "deep_unread"


@pytest.mark.django_db
def test_an_attempt_whose_job_got_lost_is_asked_for_again(world):
    world.phone.check_in()
    checkin = CheckIn.objects.get()
    later = timezone.now() + dt.timedelta(minutes=6)
    from nyata.checkins import selectors

    assert selectors.forgotten_attempts(later) == []
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert selectors.forgotten_attempts(timezone.now()) == []
    assert selectors.forgotten_attempts(later) == [checkin.pk]
    jobs.judge(checkin.pk)
    assert selectors.forgotten_attempts(later) == []
