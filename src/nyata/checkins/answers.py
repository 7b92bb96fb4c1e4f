"""An attempt as the API tells it: what is in force, why, and what may be done next."""

import base64
import json
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext

from nyata.checkins.models import Verdict
from nyata.checkins.selectors import HistoryEntry
from nyata.core.reasons import Reason, explain
from nyata.core.verification.chain import next_step
from nyata.core.verification.signals import Outcome as Judged


def reasons_of(verdict: Verdict | None) -> list[dict[str, str]]:
    """The reasons of a verdict with their sentences; that it waits, where there is none. No similarity is told."""
    if verdict is None:
        return [{"code": Reason.WAITING.value, "sentence": gettext(Reason.WAITING.sentence)}]
    return [
        {"code": code, "sentence": explain(Reason(code), verdict.signals, translate=gettext)}
        for code in verdict.reasons
    ]


def verdict_answer(entry: HistoryEntry, tries_left: int) -> dict[str, Any]:
    """An attempt in the shape of docs/wire.md, "Verdict"."""
    checkin, verdict = entry.checkin, entry.verdict
    outcome = None if verdict is None else Judged(verdict.outcome)
    following = next_step(outcome, verdict.reasons if verdict else ())
    if outcome is Judged.STEP_UP and tries_left == 0:
        following = "witness"
    return {
        "id": checkin.public_id,
        "purpose": checkin.purpose,
        "step_up_of": checkin.step_up_of.public_id if checkin.step_up_of else None,
        "acted_at": checkin.acted_at,
        "earliest_at": checkin.earliest_at,
        "received_at": checkin.received_at,
        "time_mark": checkin.time_mark,
        "outcome": outcome,
        "counts_at": verdict.counts_at if verdict else None,
        "reasons": reasons_of(verdict),
        "next": following,
        "tries_left": tries_left if outcome is Judged.STEP_UP else 0,
    }


def review_answer(entry: HistoryEntry) -> dict[str, Any]:
    """The same for somebody who decides: with whom it is about."""
    person = entry.checkin.person
    return verdict_answer(entry, 0) | {"person": person.pk, "name": person.name, "unit": str(person.unit)}


def as_response(content: dict[str, Any], status: int) -> HttpResponse:
    """JSON, written directly: the bundle's answer needs no schema to be checked against."""
    return HttpResponse(json.dumps(content), status=status, content_type="application/json")


def in_base64(picture: bytes) -> str:
    """A picture inside JSON."""
    return base64.b64encode(picture).decode()
