"""The witness's part of the API (docs/wire.md, Witness)."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Status
from ninja.security import django_auth

from nyata.accounts.sessions import person_of
from nyata.checkins import api_shapes as shapes
from nyata.checkins import selectors, services
from nyata.checkins.models import NamedWitness
from nyata.checkins.refusals import Refused, note
from nyata.checkins.terms import terms_on
from nyata.core.encoding import b64url, unb64url
from nyata.core.reasons import Reason
from nyata.people.models import Person

router = Router()


@router.get("/people", auth=django_auth, response=shapes.VouchablesOut)
def people(request: HttpRequest) -> Any:
    """Whom one may vouch for today, with the attempt of each that waits for somebody."""
    found = selectors.vouchable_by(person_of(request), selectors.day_of(timezone.now()))
    return {"people": [_row(one) for one in found]}


def _row(one: selectors.Vouchable) -> dict[str, Any]:
    attempt = None
    if one.attempt is not None:
        attempt = {
            "id": one.attempt.public_id,
            "purpose": one.attempt.purpose,
            "acted_at": one.attempt.acted_at,
            "outcome": one.outcome,
        }
    return {"id": one.person.pk, "name": one.person.name, "unit": str(one.person.unit), "attempt": attempt}


@router.post("/challenges", auth=django_auth, response={200: shapes.WitnessAskOut, **shapes.REFUSALS})
def ask(request: HttpRequest, body: shapes.WitnessAskIn) -> Any:
    """Ask for the one-time question that a witness signs."""
    at = timezone.now()
    person = Person.objects.select_related("unit").filter(pk=body.person).first()
    if person is None:
        raise Http404
    try:
        challenge = services.ask_witness(
            witness=person_of(request), person=person, purpose=body.purpose, at=at, terms=terms_on(selectors.day_of(at))
        )
    except Refused as error:
        return Status(error.status, error.answer())
    return {
        "id": challenge.id,
        "nonce": b64url(bytes(challenge.nonce)),
        "issued_at": challenge.issued_at,
        "expires_at": challenge.expires_at,
        "anchor": services.make_anchor(person_of(request), at),
    }


@router.post("", auth=django_auth, response={201: shapes.AttestationOut, **shapes.REFUSALS})
def attest(request: HttpRequest, body: shapes.AttestationIn) -> Any:
    """Vouch for somebody, signed by one's own bound phone."""
    at = timezone.now()
    try:
        payload = unb64url(body.payload)
    except ValueError:
        refused = Refused(Reason.MALFORMED)
        return Status(refused.status, refused.answer())
    try:
        made = services.attest_presence(
            witness=person_of(request), payload=payload, assertion=body.assertion.model_dump_json().encode(), at=at
        )
    except Refused as error:
        note(request, error.reason, person=person_of(request).pk, at=at)
        return Status(error.status, error.answer())
    return Status(201, {"id": made.pk, "made_at": made.made_at})


@router.get("/witnesses", auth=django_auth, response=shapes.WitnessesOut)
def witnesses(request: HttpRequest) -> Any:
    """Colleagues named for the units one supervises (all for HR), those still in force or to come."""
    found = selectors.witnesses_named(person_of(request), selectors.day_of(timezone.now()))
    return {"witnesses": [_named(one) for one in found]}


@router.post("/witnesses", auth=django_auth, response={201: shapes.WitnessOut, **shapes.REFUSALS})
def name(request: HttpRequest, body: shapes.WitnessIn) -> Any:
    """Name a colleague who may vouch for the people of a unit and below it, for at most a year, with a reason."""
    at = timezone.now()
    actor, on = person_of(request), selectors.day_of(at)
    unit = get_object_or_404(selectors.units_to_name_for(actor, on), pk=body.unit)
    try:
        made = services.name_witness(
            actor=actor,
            unit=unit,
            person=get_object_or_404(selectors.witness_candidates(actor, unit, on), pk=body.person),
            valid_from=body.valid_from,
            valid_to=body.valid_to,
            reason=body.reason,
            at=at,
        )
    except Refused as error:
        return Status(error.status, error.answer())
    return Status(201, _named(made))


@router.post("/witnesses/{pk}/end", auth=django_auth, response={200: shapes.WitnessOut, **shapes.REFUSALS})
def end(request: HttpRequest, pk: int) -> Any:
    """End a naming from now on."""
    at = timezone.now()
    actor = person_of(request)
    named = get_object_or_404(selectors.witnesses_named(actor, selectors.day_of(at)), pk=pk)
    try:
        services.end_witness(actor=actor, named=named, at=at)
    except Refused as error:
        return Status(error.status, error.answer())
    return _named(named)


def _named(one: NamedWitness) -> dict[str, Any]:
    return {
        "id": one.pk,
        "person": one.person_id,
        "name": one.person.name,
        "unit": str(one.unit),
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "reason": one.reason,
    }
