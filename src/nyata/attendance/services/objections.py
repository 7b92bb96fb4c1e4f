"""Objections: a person does not agree with what a day was; somebody above them, or HR, answers in words."""

import datetime as dt

from django.db import IntegrityError, transaction

from nyata.attendance.models import DayRecord, Objection
from nyata.attendance.refusals import Code, Refused
from nyata.attendance.selectors.reach import may_answer
from nyata.checkins.models import CheckIn, HeldFrames
from nyata.checkins.refusals import Refused as FramesRefused
from nyata.checkins.selectors import day_of
from nyata.checkins.services import hold_frames
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person
from nyata.people.selectors import authority_of

LEAST_WORDS = 5


@transaction.atomic
def object_to(*, actor: Person, day: dt.date, words: str, at: dt.datetime) -> Objection:
    """Object to one's own day. The photographs of that day are held until well after the answer.

    Raises Refused: day_not_over, no_record, words_missing, objected_already.
    """
    words = words.strip()
    if day >= day_of(at):
        raise Refused(Code.DAY_NOT_OVER)
    if len(words) < LEAST_WORDS:
        raise Refused(Code.WORDS_MISSING)
    record = DayRecord.objects.filter(person=actor, day=day, current=True).first()
    if record is None:
        raise Refused(Code.NO_RECORD)
    try:
        with transaction.atomic():
            made = Objection.objects.create(person=actor, day=day, record=record, words=words[:500], asked_at=at)
    except IntegrityError as error:
        raise Refused(Code.OBJECTED_ALREADY) from error
    _hold(actor, day, at)
    _log(made, actor, "asked", at)
    return made


def _hold(actor: Person, day: dt.date, at: dt.datetime) -> None:
    """Whoever answers needs what was photographed; frames that are gone already hold nothing up."""
    for checkin in CheckIn.objects.filter(person=actor, day=day):
        try:
            with transaction.atomic():
                hold_frames(actor=actor, checkin=checkin, why=HeldFrames.Why.OBJECTION, at=at)
        except FramesRefused:
            continue


@transaction.atomic
def answer(*, actor: Person, objection: Objection, granted: bool, words: str, at: dt.datetime) -> Objection:
    """Answer an objection. Granting changes no record by itself: a correction or a leave is asked for and approved.

    Raises Refused: not_on_oneself, not_allowed, words_missing, answered.
    """
    words = words.strip()
    if objection.person_id == actor.pk:
        raise Refused(Code.NOT_ON_ONESELF)
    if not may_answer(authority_of(actor, day_of(at)), objection.person):
        raise Refused(Code.NOT_ALLOWED)
    if len(words) < LEAST_WORDS:
        raise Refused(Code.WORDS_MISSING)
    said = Objection.Answer.GRANTED if granted else Objection.Answer.KEPT
    done = Objection.objects.filter(pk=objection.pk, answered_at=None).update(
        answer=said, answer_words=words[:500], answered_by=actor, answered_at=at
    )
    if not done:
        raise Refused(Code.ANSWERED)
    objection.refresh_from_db()
    _log(objection, actor, said.value, at)
    return objection


def _log(objection: Objection, actor: Person, act: str, at: dt.datetime) -> None:
    content = {
        "objection": objection.pk, "person": objection.person_id, "day": objection.day.isoformat(), "act": act,
        "actor": actor.pk,
    }  # fmt: skip
    ledger.append(Kind.OBJECTION, content, at=at)
