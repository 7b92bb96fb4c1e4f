"""The check-in API (docs/wire.md): challenges, tickets, bundles, verdicts, history."""

import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Query, Router, Status
from ninja.security import django_auth

from nyata.accounts.sessions import person_of
from nyata.checkins import answers, selectors, services
from nyata.checkins import api_shapes as shapes
from nyata.checkins.api_bundle import BUNDLE, clock, receive
from nyata.checkins.api_today import router as today_router
from nyata.checkins.api_witness import router as witness_router
from nyata.checkins.models import CheckIn, Outcome
from nyata.checkins.refusals import Refused, client_of, note
from nyata.checkins.selectors import HistoryEntry, own, receipts
from nyata.checkins.terms import Terms, terms_on
from nyata.ledger import refusals as ledger

router = Router()
router.add_router("/attestations", witness_router)
router.add_router("", today_router)
router.post(
    "/checkins",
    auth=None,
    openapi_extra=BUNDLE,
    response={200: shapes.ReceivedOut, 201: shapes.ReceivedOut, **shapes.REFUSALS},
)(receive)
MOST_IDS = 20


def _terms(at: dt.datetime) -> Terms:
    return terms_on(selectors.day_of(at))


def _refused(error: Refused) -> Status:
    return Status(error.status, error.answer())


def _attempt(request: HttpRequest, public_id: uuid.UUID, at: dt.datetime) -> CheckIn:
    try:
        return selectors.attempt_visible_to(person_of(request), public_id, selectors.day_of(at))
    except CheckIn.DoesNotExist as error:
        raise Http404 from error


def _asks_again(entry: HistoryEntry, since: dt.datetime) -> bool:
    verdict = entry.verdict
    return verdict is not None and verdict.outcome == Outcome.STEP_UP and verdict.made_at >= since


def _verdicts(entries: list[HistoryEntry], at: dt.datetime) -> list[dict[str, Any]]:
    """Attempts as the API tells them. At most one query, for the tries that are left."""
    terms = _terms(at)
    asked = [entry for entry in entries if _asks_again(entry, at - terms.step_up_window)]
    roots = {entry.checkin.pk: entry.checkin.step_up_of_id or entry.checkin.pk for entry in asked}
    used = selectors.steps_used(roots.values()) if roots else {}
    left = {pk: max(terms.tries - used.get(root, 0), 0) for pk, root in roots.items()}
    return [answers.verdict_answer(entry, left.get(entry.checkin.pk, 0)) for entry in entries]


@router.post("/challenges", auth=django_auth, response={200: shapes.ChallengeOut, **shapes.REFUSALS})
def challenges(request: HttpRequest, body: shapes.ChallengeIn) -> Any:
    """Ask for a one-time challenge."""
    at = clock()
    try:
        asked = services.issue_challenge(
            person=person_of(request),
            purpose=body.purpose,
            step_up_of=body.step_up_of,
            page_key=body.page_key,
            client=client_of(request),
            at=at,
            terms=_terms(at),
        )
    except Refused as error:
        note(request, error.reason, person=person_of(request).pk, at=at)
        return _refused(error)
    return asked.as_json()


@router.post("/tickets", auth=django_auth, response={200: shapes.TicketsOut, **shapes.REFUSALS})
def tickets(request: HttpRequest) -> Any:
    """Fetch offline tickets, for the hour without network."""
    at = clock()
    try:
        return services.issue_tickets(person=person_of(request), at=at, terms=_terms(at))
    except Refused as error:
        return _refused(error)


@router.get("/checkins", auth=django_auth, response={200: shapes.VerdictsOut, **shapes.REFUSALS})
def history(
    request: HttpRequest, month: str | None = Query(None, pattern=r"^20\d{2}-(0[1-9]|1[0-2])$"), ids: str = ""
) -> Any:
    """One's own attempts of a month (2026-11; this month where not given), or up to 20 by their ids."""
    at = clock()
    if ids:
        return {"checkins": _verdicts(_several(request, ids, at), at)}
    day = dt.date.fromisoformat(f"{month}-01") if month else selectors.day_of(at)
    return {"checkins": _verdicts(selectors.history(person_of(request), day), at)}


def _several(request: HttpRequest, ids: str, at: dt.datetime) -> list[HistoryEntry]:
    try:
        wanted = [uuid.UUID(one) for one in ids.split(",")[:MOST_IDS]]
    except ValueError as error:
        raise Http404 from error
    seen = selectors.checkins_visible_to(person_of(request), selectors.day_of(at))
    return selectors.with_verdicts(seen.filter(public_id__in=wanted).select_related("step_up_of"))


@router.get("/checkins/{uuid:public_id}", auth=django_auth, response={200: shapes.VerdictOut, **shapes.REFUSALS})
def one(request: HttpRequest, public_id: uuid.UUID) -> Any:
    """One attempt and what is in force of it; for the person and for those who may see them."""
    at = clock()
    checkin = _attempt(request, public_id, at)
    return _verdicts([HistoryEntry(checkin, selectors.latest_verdict(checkin))], at)[0]


@router.get(
    "/checkins/{uuid:public_id}/receipt", auth=django_auth, response={200: shapes.FullReceiptOut, **shapes.REFUSALS}
)
def full_receipt(request: HttpRequest, public_id: uuid.UUID) -> Any:
    """One's own full receipt, as soon as a checkpoint covers the attempt; 409 before."""
    try:
        return receipts.full_receipt(own.own_attempt(person_of(request), public_id)).as_json()
    except CheckIn.DoesNotExist as error:
        raise Http404 from error
    except ledger.Refused as refused:
        body = {"code": refused.code.value, "sentence": gettext(refused.sentence), "next": "wait"}
        return Status(refused.code.status, body)


@router.get("/reviews", auth=django_auth, response=shapes.ReviewsOut)
def reviews(request: HttpRequest) -> Any:
    """Attempts that wait for one's decision, the longest waiting first; at most 200."""
    found = selectors.reviews_waiting(person_of(request), selectors.day_of(clock())).select_related("step_up_of")[:200]
    return {"reviews": [answers.review_answer(entry) for entry in selectors.with_verdicts(found)]}


@router.post(
    "/checkins/{uuid:public_id}/review", auth=django_auth, response={201: shapes.VerdictOut, **shapes.REFUSALS}
)
def review(request: HttpRequest, public_id: uuid.UUID, body: shapes.DecisionIn) -> Any:
    """Decide on an attempt that waits for a person."""
    at = clock()
    checkin = _attempt(request, public_id, at)
    try:
        verdict = services.decide_review(
            actor=person_of(request), checkin=checkin, accept=body.decision == "accept", words=body.words, at=at
        )
    except Refused as error:
        return _refused(error)
    return Status(201, _verdicts([HistoryEntry(checkin, verdict)], at)[0])


@router.post("/checkins/{uuid:public_id}/photo", auth=django_auth, response={200: shapes.PhotosOut, **shapes.REFUSALS})
def photo(request: HttpRequest, response: HttpResponse, public_id: uuid.UUID, body: shapes.PhotoIn) -> Any:
    """Open an attempt's photographs; the look is on record first, and the person can read it."""
    at = clock()
    checkin = _attempt(request, public_id, at)
    try:
        frames = services.look_at_photo(actor=person_of(request), checkin=checkin, why=body.why, at=at)
    except Refused as error:
        return _refused(error)
    response["Cache-Control"] = "no-store"
    return {"frames": [answers.in_base64(frame) for frame in frames]}


@router.post("/checkins/{uuid:public_id}/hold", auth=django_auth, response={201: shapes.DoneOut, **shapes.REFUSALS})
def hold(request: HttpRequest, public_id: uuid.UUID, body: shapes.HoldIn) -> Any:
    """Keep an attempt's photographs beyond their day."""
    at = clock()
    try:
        services.hold_frames(actor=person_of(request), checkin=_attempt(request, public_id, at), why=body.why, at=at)
    except Refused as error:
        return _refused(error)
    return Status(201, {"done": True})
