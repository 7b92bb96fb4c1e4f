"""What workers do: judge, look deeper, take up what stalled, keep the evidence store in order.

The face engine is loaded inside the tasks that need it: the web process reads this module too.
"""

import datetime as dt
import logging

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from nyata.checkins import selectors
from nyata.checkins.services import evidence, jobs, receipt_keys, unanswered
from nyata.checkins.services.challenge import purge_questions
from nyata.checkins.terms import policy_on, terms_on

log = logging.getLogger("nyata.judging")

# A worker says every 10 s that it lives. One that did not for 30 s is gone, and its job is taken up at the next
# quarter of a minute: always within 60 s.
SILENT_S = 30
# How often a job may end its worker before it is set aside.
DEATHS = 2
PARTITIONS_AHEAD = 7
# Unanswered step-ups that one round looks at.
A_ROUND = 500
HOUSEKEEPING_PRIORITY = 200

# The database may be away for a while; anything else is settled inside the task. What the database cannot keep is an
# error like any other: trying for ever would leave the attempt without any verdict.
AWAY = (OperationalError, InterfaceError)
_away = RetryStrategy(max_attempts=60, wait=5, linear_wait=2, retry_exceptions=list(AWAY))


@app.task(name="checkins.judge", queue=jobs.FIRST_QUEUE, priority=jobs.FIRST_PRIORITY, retry=_away)
def judge(checkin: int) -> None:
    """First stage of one attempt. Whatever goes wrong is an outcome of its own, unless the database is away."""
    from nyata.checkins.services import judging

    try:
        judging.judge_checkin(checkin_id=checkin, at=timezone.now())
    except AWAY:
        raise
    except Exception as error:
        log.exception("judging attempt %s failed", checkin)
        judging.record_error(checkin_id=checkin, kind=type(error).__name__, at=timezone.now())


@app.task(name="checkins.look_deeper", queue=jobs.DEEP_QUEUE, priority=jobs.DEEP_PRIORITY, retry=_away)
def look_deeper(checkin: int) -> None:
    """The deep look at one attempt. Where it fails, the record says that it could not be made."""
    from nyata.checkins.services import judging

    try:
        judging.look_deeper(checkin_id=checkin, at=timezone.now())
    except AWAY:
        raise
    except Exception as error:
        log.exception("the deep look at attempt %s failed", checkin)
        judging.set_aside(checkin_id=checkin, kind=type(error).__name__, at=timezone.now())


@app.periodic(cron="* * * * * */15")
@app.task(
    name="checkins.take_up_stalled",
    queue=jobs.FIRST_QUEUE,
    priority=HOUSEKEEPING_PRIORITY,
    queueing_lock="checkins.take_up_stalled",
    pass_context=True,
)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """Give the jobs of workers that died to another worker; set aside what ended its worker twice."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_S):
        if job.attempts + 1 < DEATHS or job.task_name not in _SET_ASIDE:
            log.warning("job %s of %s stalled; it is taken up again", job.id, job.task_name)
            await manager.retry_job(job=job, retry_at=timezone.now())
        else:
            log.error("job %s of %s ended its worker %s times; it is set aside", job.id, job.task_name, DEATHS)
            await context.app.configure_task("checkins.set_aside", queue=jobs.FIRST_QUEUE).defer_async(
                checkin=job.task_kwargs["checkin"]
            )
            await manager.finish_job(job=job, status=Status.FAILED, delete_job=False)


_SET_ASIDE = ("checkins.judge", "checkins.look_deeper")


@app.task(name="checkins.set_aside", queue=jobs.FIRST_QUEUE, priority=HOUSEKEEPING_PRIORITY, retry=_away)
def set_aside(checkin: int) -> None:
    """Leave an attempt to a person."""
    from nyata.checkins.services import judging

    judging.set_aside(checkin_id=checkin, kind="worker_died", at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="checkins.judge_forgotten", queue=jobs.FIRST_QUEUE, priority=HOUSEKEEPING_PRIORITY, retry=_away)
def judge_forgotten(timestamp: int) -> None:
    """Ask again for attempts that have neither a verdict nor a job: a restored backup, a job deleted by hand."""
    for checkin in selectors.forgotten_attempts(timezone.now()):
        jobs.judge(checkin)


@app.periodic(cron="*/10 * * * *")
@app.task(name="checkins.send_unanswered", queue=jobs.DEEP_QUEUE, priority=HOUSEKEEPING_PRIORITY, retry=_away)
def send_unanswered(timestamp: int) -> None:
    """Step-ups that were not tried again in their time go to a person, some hundred a round."""
    send_unanswered_at(timezone.now())


def send_unanswered_at(now: dt.datetime) -> None:
    """One round at a given time. One that fails is tried again in the next round, and keeps back no other."""
    before = now - terms_on(selectors.day_of(now)).review_after
    for checkin in selectors.unanswered_step_ups(before, A_ROUND):
        try:
            unanswered.send_to_review(checkin_id=checkin, at=now)
        except AWAY:
            raise
        except Exception:
            log.exception("the unanswered attempt %s could not be sent to a review", checkin)


@app.periodic(cron="10 */6 * * *")
@app.task(name="checkins.keep_evidence", queue=jobs.DEEP_QUEUE, priority=HOUSEKEEPING_PRIORITY, retry=_away)
def keep_evidence(timestamp: int) -> None:
    """Partitions ahead; frames, marks and questions whose time is over; the key of receipts on record."""
    keep_evidence_at(timezone.now())


def keep_evidence_at(now: dt.datetime) -> None:
    """One round of housekeeping at a given time."""
    from nyata.checkins.services import memory

    today = selectors.day_of(now)
    retention = policy_on(today).privacy.retention
    kept = max(retention.frames, retention.objections)
    evidence.ensure_partitions(first=today, last=today + dt.timedelta(days=PARTITIONS_AHEAD))
    evidence.drop_expired_frames(before=today - kept, at=now)
    evidence.forget_released(before=now - retention.objections, at=now)
    memory.forget(before=today - retention.frame_memory)
    # A bundle may come in long after its question's end; afterwards its receipt is found by its digest.
    purge_questions(before=now - 2 * policy_on(today).verification.ticket.life)
    receipt_keys.record(at=now)
