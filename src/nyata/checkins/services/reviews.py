"""A person decides on an attempt that judging left open. The decision stands beside the verdict, never over it."""

import datetime as dt

from django.db import transaction

from nyata.checkins.models import CheckIn, HeldFrames, Outcome, Verdict
from nyata.checkins.refusals import Refused
from nyata.checkins.selectors.attempts import day_of, people_watched_by
from nyata.checkins.selectors.duties import may_decide_on, reviews_waiting
from nyata.checkins.services import evidence, verdicts
from nyata.checkins.services.verdicts import Ruling
from nyata.core.reasons import Reason
from nyata.people.models import Person

LEAST_WORDS, MOST_WORDS = 5, 500
# What somebody may hold an attempt's frames for; a review holds them by itself.
HOLDS = frozenset({HeldFrames.Why.OBJECTION, HeldFrames.Why.REQUEST})


@transaction.atomic
def decide_review(*, actor: Person, checkin: CheckIn, accept: bool, words: str, at: dt.datetime) -> Verdict:
    """Accept an attempt, or say in words why not. It counts when accepted, at the time it always had.

    Declining accuses nobody: it says that this attempt does not prove presence, and the words say what to do. Only a
    supervisor above the person or an HR officer decides, never on themselves.
    Raises Refused: not_on_oneself, not_allowed, words_missing, review_closed.
    """
    on = day_of(at)
    checkin = verdicts.lock(checkin.pk)
    if checkin.person_id == actor.pk:
        raise Refused(Reason.NOT_ON_ONESELF)
    if not may_decide_on(actor, checkin.person, on):
        raise Refused(Reason.NOT_ALLOWED)
    words = words.strip()
    if not LEAST_WORDS <= len(words) <= MOST_WORDS:
        raise Refused(Reason.WORDS_MISSING)
    before = verdicts.newest(checkin)
    if before is None or not reviews_waiting(actor, on).filter(pk=checkin.pk).exists():
        raise Refused(Reason.REVIEW_CLOSED)
    verdict = verdicts.write(
        checkin,
        Ruling(
            stage=Verdict.Stage.REVIEW,
            outcome=Outcome.ACCEPTED if accept else Outcome.DECLINED,
            reasons=[Reason.REVIEW_UPHELD if accept else Reason.REVIEW_DECLINED],
            signals=before.signals,
            policy_hash=before.policy_hash,
            decided_by=actor,
            words=words,
        ),
        at,
    )
    if not accept:
        evidence.keep_for_objection(checkin=checkin, at=at)
    evidence.release(checkin=checkin, why=HeldFrames.Why.REVIEW, at=at)
    return verdict


@transaction.atomic
def hold_frames(*, actor: Person, checkin: CheckIn, why: str, at: dt.datetime) -> None:
    """Keep an attempt's frames beyond their day: the person's own request or objection, or on their behalf.

    Raises Refused: not_allowed, frames_gone.
    """
    if why not in HOLDS or not people_watched_by(actor, day_of(at)).filter(pk=checkin.person_id).exists():
        raise Refused(Reason.NOT_ALLOWED)
    if not evidence.move_to_held(checkin=checkin, why=why, by=actor, at=at):
        raise Refused(Reason.FRAMES_GONE)
