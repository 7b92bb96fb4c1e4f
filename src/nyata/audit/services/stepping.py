"""What people do about a finding: name who answers, answer, close with a reason, open again. Each a row of its own."""

import datetime as dt

from django.db import connection, transaction
from django.utils import timezone

from nyata.audit.models import Finding, Step
from nyata.audit.refusals import Code, Refused
from nyata.audit.selectors.reports import Shown, about, findings
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind as Entry
from nyata.people.models import Person
from nyata.people.selectors import authority_of

Kind = Step.Kind
LEAST_WORDS = 5
# Two people at once would both find it open.
LOCK = "SELECT pg_advisory_xact_lock(hashtext('audit.step'), %s)"


@transaction.atomic
def assign(
    *, actor: Person, finding: Finding, owner: Person, due_on: dt.date, words: str = "", at: dt.datetime
) -> Step:
    """Name who answers and until when. Raises Refused: not_auditor, closed_already, owner_left, day_over."""
    shown = _locked(finding)
    _auditor(actor, at)
    _open(shown)
    if not owner.is_active:
        raise Refused(Code.OWNER_LEFT)
    if due_on < timezone.localdate(at):
        raise Refused(Code.DAY_OVER)
    return _step(finding, Kind.ASSIGNED, actor, words, at, owner=owner, due_on=due_on)


@transaction.atomic
def answer(*, actor: Person, finding: Finding, words: str, at: dt.datetime) -> Step:
    """What its owner says to it. Raises Refused: not_owner, closed_already, words_missing."""
    shown = _locked(finding)
    if shown.assignment.owner_id != actor.pk:
        raise Refused(Code.NOT_OWNER)
    _open(shown)
    return _step(finding, Kind.ANSWERED, actor, _said(words), at)


@transaction.atomic
def close(*, actor: Person, finding: Finding, words: str, at: dt.datetime) -> Step:
    """An auditor closes it, with the reason; never one about themselves.

    Raises Refused: not_auditor, not_on_oneself, closed_already, words_missing.
    """
    shown = _locked(finding)
    _auditor(actor, at)
    if shown.assignment.owner_id == actor.pk or actor.pk in about(finding):
        raise Refused(Code.NOT_ON_ONESELF)
    _open(shown)
    return _step(finding, Kind.CLOSED, actor, _said(words), at)


@transaction.atomic
def reopen(*, actor: Person, finding: Finding, words: str, at: dt.datetime) -> Step:
    """An auditor opens it again. Raises Refused: not_auditor, not_closed, words_missing."""
    shown = _locked(finding)
    _auditor(actor, at)
    if shown.state != "closed":
        raise Refused(Code.NOT_CLOSED)
    return _step(finding, Kind.REOPENED, actor, _said(words), at)


def _locked(finding: Finding) -> Shown:
    """The finding as it stands; nobody else steps until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [finding.pk % 2**31])
    return Shown(findings().get(pk=finding.pk))


def _auditor(actor: Person, at: dt.datetime) -> None:
    if not authority_of(actor, timezone.localdate(at)).is_auditor:
        raise Refused(Code.NOT_AUDITOR)


def _open(shown: Shown) -> None:
    if shown.state == "closed":
        raise Refused(Code.CLOSED_ALREADY)


def _said(words: str) -> str:
    said = words.strip()[:1000]
    if len(said) < LEAST_WORDS:
        raise Refused(Code.WORDS_MISSING)
    return said


def _step(
    finding: Finding, kind: Kind, actor: Person, words: str, at: dt.datetime, *, owner: Person | None = None,
    due_on: dt.date | None = None,
) -> Step:  # fmt: skip
    made = Step.objects.create(
        finding=finding, kind=kind, owner=owner, due_on=due_on, words=words.strip()[:1000], actor=actor, at=at
    )
    content = {
        "finding": finding.pk, "step": made.pk, "kind": str(kind), "actor": actor.pk,
        "owner": owner.pk if owner else None, "due": due_on.isoformat() if due_on else None,
    }  # fmt: skip
    ledger.append(Entry.AUDIT_STEP, content, at=at)
    return made
