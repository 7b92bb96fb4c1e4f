"""Switching a value of the policy on and off: two offices, each with its own officer and document."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from nyata.core.policy import Value
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.rules import agreement, selectors
from nyata.rules.models import RuleDecision
from nyata.rules.refusals import Code, Refused

RECKON = "attendance.policy_changed"
ON, OFF = RuleDecision.Kind.ON, RuleDecision.Kind.OFF
# Any constant of ours: it names the lock, so that decisions are taken one after the other.
LOCK = 602_160_301


class Officer(Protocol):
    """Who decides, and the roles of their posts in force. People's Authority is one; people lie above this room."""

    @property
    def person(self) -> Any: ...
    @property
    def roles(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Order:
    """What an office decides of a value. `fingerprint`: of the value as the officer read it."""

    value: str
    fingerprint: str
    office: str
    kind: str
    since: dt.date
    document_number: str = ""
    document_date: dt.date | None = None
    words: str = ""


def decide(*, officer: Officer, order: Order, at: dt.datetime) -> RuleDecision:
    """Record what one office says of a value from a day on. In force are days for which both say on.

    Off takes one office alone: the law rests on both. Raises Refused: not_office, not_switchable, value_changed,
    document_missing, document_in_future, words_missing, before_value, after_value, before_document, backdated,
    backdated_too_far, same_person, already_said.
    """
    if order.office not in officer.roles or order.office not in RuleDecision.Office.values:
        raise Refused(Code.NOT_OFFICE)
    value = _value(order)
    today = timezone.localdate(at)
    _require_documents(order, today)
    _require_day(order, value, today)
    with transaction.atomic():
        _one_after_the_other()
        _require_news(officer, order, value)
        decision = RuleDecision.objects.create(
            value=value.id,
            fingerprint=value.fingerprint,
            office=order.office,
            kind=order.kind,
            since=order.since,
            document_number=order.document_number.strip(),
            document_date=order.document_date,
            words=order.words.strip(),
            decided_by=officer.person,
            decided_at=at,
        )
        ledger.append(Kind.RULE, _facts(decision), at=at)
        transaction.on_commit(selectors.forget)
        if order.since < today:
            # Days that are over were reckoned without it.
            app.configure_task(RECKON, queue="attendance").defer(since=order.since.isoformat())
    return decision


def _value(order: Order) -> Value:
    value = selectors.book().values.get(order.value)
    if value is None or not value.can_be_switched:
        raise Refused(Code.NOT_SWITCHABLE)
    if value.fingerprint != order.fingerprint:
        raise Refused(Code.VALUE_CHANGED)
    return value


def _require_documents(order: Order, today: dt.date) -> None:
    has_number, has_date = bool(order.document_number.strip()), order.document_date is not None
    if has_number != has_date or (order.kind == ON and not has_number):
        raise Refused(Code.DOCUMENT_MISSING)
    if order.document_date and order.document_date > today:
        raise Refused(Code.DOCUMENT_IN_FUTURE)
    if order.kind == OFF and not order.words.strip():
        raise Refused(Code.WORDS_MISSING)


def _require_day(order: Order, value: Value, today: dt.date) -> None:
    """A past day is counted anew with what is decided now, so it needs a reason, a document and a limit."""
    if order.since < value.start:
        raise Refused(Code.BEFORE_VALUE)
    if value.until and order.since > value.until:
        raise Refused(Code.AFTER_VALUE)
    if order.since >= today:
        return
    if not order.words.strip():
        raise Refused(Code.BACKDATED)
    if order.document_date and order.since < order.document_date:
        raise Refused(Code.BEFORE_DOCUMENT)
    if order.since < today - selectors.policy_on(today).rules.decisions.backdating:
        raise Refused(Code.BACKDATED_TOO_FAR)


def _require_news(officer: Officer, order: Order, value: Value) -> None:
    """Two people stand behind a value, and nobody says the same thing twice."""
    before = selectors.decisions_on(value)
    later = [one for one in before if one.office == order.office and one.since > order.since]
    said = agreement.said(before, order.office, order.since)
    if not later and (said.kind if said else OFF) == order.kind:
        raise Refused(Code.ALREADY_SAID)
    others = {one.office: one for one in before if one.office != order.office}  # the newest of each
    if order.kind == ON and any(one.kind == ON and one.decided_by_id == officer.person.pk for one in others.values()):
        raise Refused(Code.SAME_PERSON)


def _one_after_the_other() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _facts(decision: RuleDecision) -> dict[str, object]:
    document = decision.document_date
    return {
        "decision": decision.pk,
        "value": decision.value,
        "fingerprint": decision.fingerprint,
        "office": decision.office,
        "switched": decision.kind,
        "since": decision.since.isoformat(),
        "document": decision.document_number,
        "document_date": document.isoformat() if document else None,
        "words": decision.words,
        "actor": decision.decided_by_id,
    }
