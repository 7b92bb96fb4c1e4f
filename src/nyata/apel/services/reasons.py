"""Reasons for not being at a session: given by the person or for them, answered by somebody above; never on oneself."""

import datetime as dt
import hashlib

from django.db import transaction
from django.utils import timezone

from nyata.apel.kinds import State
from nyata.apel.models import Reason, Session
from nyata.apel.refusals import Code, Refused
from nyata.apel.selectors.lines import lines_of
from nyata.apel.selectors.reach import may_answer
from nyata.apel.selectors.standing import standing_of
from nyata.apel.services.sealing import look_again
from nyata.apel.terms import terms_on
from nyata.enrolment import vault
from nyata.leave.services.files import MOST_BYTES, mime_of
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind as Entry
from nyata.people.models import Person
from nyata.people.selectors import authority_of

LEAST_WORDS = 5
Answer = Reason.Answer


@transaction.atomic
def give_reason(
    *, actor: Person, person: Person, session: Session, kind: str, words: str, evidence: bytes | None, at: dt.datetime
) -> Reason:
    """Say why a person was not, or will not be, at a session: they themselves, or an HR officer for them.

    The time for it is over some days after the window; an HR officer may still write it down. Raises Refused:
    not_allowed, words_missing, not_held, not_invited, was_there, too_late, given_already, file_too_large, and
    leave's file_unknown.
    """
    is_hr = authority_of(actor, timezone.localdate(at)).is_hr
    if actor.pk != person.pk and not is_hr:
        raise Refused(Code.NOT_ALLOWED)
    words = words.strip()[:300]
    if len(words) < LEAST_WORDS:
        raise Refused(Code.WORDS_MISSING)
    _require_of_use(session, person, at)
    by_hr = is_hr and actor.pk != person.pk
    if not by_hr and at > session.closes_at + terms_on(session.day).reason_time:
        raise Refused(Code.TOO_LATE)
    Session.objects.select_for_update().get(pk=session.pk)  # two of one person one after the other
    if session.reasons.filter(person=person).exclude(answer=Answer.DECLINED).exists():
        raise Refused(Code.GIVEN_ALREADY)
    given = Reason(session=session, person=person, kind=Reason.Kind(kind), words=words, given_at=at)
    if evidence:
        _seal(given, evidence, at)
    given.save()
    content = {
        "event": "given", "reason": given.pk, "session": session.pk, "person": person.pk, "kind": given.kind,
        "actor": actor.pk, "sha256": given.evidence_sha256,
    }  # fmt: skip
    ledger.append(Entry.APEL_REASON, content, at=at)
    look_again(session=session, at=at, person_ids=[person.pk])
    return given


@transaction.atomic
def answer_reason(*, actor: Person, reason: Reason, grants: bool, words: str, at: dt.datetime) -> Reason:
    """Accept a reason, or say in words why it cannot be; once. The session's list follows at once.

    Raises Refused: not_on_oneself, not_allowed, answered, words_missing.
    """
    kept = Reason.objects.select_for_update(of=("self",)).select_related("person__unit", "session").get(pk=reason.pk)
    if kept.person_id == actor.pk:
        raise Refused(Code.NOT_ON_ONESELF)
    if not may_answer(authority_of(actor, timezone.localdate(at)), kept.person):
        raise Refused(Code.NOT_ALLOWED)
    if kept.answered_at is not None:
        raise Refused(Code.ANSWERED)
    words = words.strip()[:300]
    if not grants and len(words) < LEAST_WORDS:
        raise Refused(Code.WORDS_MISSING)
    kept.answer = Answer.GRANTED if grants else Answer.DECLINED
    kept.answer_words, kept.answered_by, kept.answered_at = words, actor, at
    kept.save(update_fields=["answer", "answer_words", "answered_by", "answered_at"])
    content = {
        "event": kept.answer, "reason": kept.pk, "session": kept.session_id, "person": kept.person_id,
        "actor": actor.pk, "words": words,
    }  # fmt: skip
    ledger.append(Entry.APEL_REASON, content, at=at)
    look_again(session=kept.session, at=at, person_ids=[kept.person_id])
    return kept


@transaction.atomic
def open_evidence(*, actor: Person, reason: Reason, at: dt.datetime) -> bytes:
    """What was added to a reason; opened by its person, HR officers and who stands above them, on record.

    Raises Refused: not_allowed, file_gone.
    """
    authority = authority_of(actor, timezone.localdate(at))
    if reason.person_id != actor.pk and not may_answer(authority, reason.person):
        raise Refused(Code.NOT_ALLOWED)
    if not reason.evidence:
        raise Refused(Code.FILE_GONE)
    ledger.append(Entry.APEL_REASON, {"event": "looked", "reason": reason.pk, "actor": actor.pk}, at=at)
    key = vault.data_key_for(reason.person, at)
    return vault.unseal(key, bytes(reason.evidence), _place(reason))


@transaction.atomic
def erase_evidence(*, before: dt.datetime, at: dt.datetime) -> int:
    """Empty what was added to reasons given before a time; the rows stay. Returns how many."""
    old = Reason.objects.filter(given_at__lt=before, evidence__isnull=False)
    count = old.update(evidence=None, evidence_erased_at=at)
    if count:
        ledger.append(Entry.APEL_REASON, {"event": "erased", "count": count, "before": before.isoformat()}, at=at)
    return count


def _require_of_use(session: Session, person: Person, at: dt.datetime) -> None:
    if not standing_of(session, at).is_held:
        raise Refused(Code.NOT_HELD)
    line = next(iter(lines_of(session, at, [person.pk])), None)
    if line is None:
        raise Refused(Code.NOT_INVITED)
    if line.state == State.PRESENT:
        raise Refused(Code.WAS_THERE)


def _seal(reason: Reason, evidence: bytes, at: dt.datetime) -> None:
    if len(evidence) > MOST_BYTES:
        raise Refused(Code.FILE_TOO_LARGE)
    reason.evidence_mime = mime_of(evidence)
    reason.evidence_sha256 = hashlib.sha256(evidence).hexdigest()
    reason.evidence = vault.seal(vault.data_key_for(reason.person, at), evidence, _place(reason))


def _place(reason: Reason) -> bytes:
    """Where the file lies, for the seal: it opens nowhere else."""
    return f"apel-reason\x00{reason.session_id}\x00{reason.person_id}\x00{reason.evidence_sha256}".encode()
