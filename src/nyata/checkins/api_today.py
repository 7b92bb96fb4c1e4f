"""What the phone's page knows when it opens, for second clients: stage, places of today, the bound phone, an anchor."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.security import django_auth

from nyata.accounts.sessions import person_of
from nyata.checkins import page, selectors
from nyata.checkins.api_bundle import clock
from nyata.checkins.week import purpose_now
from nyata.enrolment import selectors as enrolment
from nyata.people import selectors as people

router = Router()


class DeviceOut(Schema):
    """The phone that may sign: its passkey's id (b64url) and its page key's thumbprint (hex)."""

    credential: str
    thumbprint: str


class TodayOut(Schema):
    """`sites`: name, shape (GeoJSON), radius_m, and `from` and `to` (ms) where it is a place for some hours only.

    `purpose`: what the person most likely comes to do. `can_act`: whether a check-in would be taken at all.
    """

    stage: str
    can_act: bool
    purpose: str
    hours: str
    anchor: str
    device: DeviceOut | None
    sites: list[dict[str, Any]]


@router.get("/today", auth=django_auth, response=TodayOut)
def today(request: HttpRequest) -> dict[str, Any]:
    """One's own day: what may be done, where, from which phone, and the time anchor to count from."""
    at, person = clock(), person_of(request)
    day = selectors.day_of(at)
    stage = people.stage_of(person, day)
    purpose = purpose_now(page.recent(person, day), at)
    state = page.state(person, enrolment.active_device(person), stage, purpose, at)
    known = {name: state[name] for name in ("purpose", "anchor", "device", "sites")}
    return {"stage": stage, "can_act": state["canAct"], "hours": page.hours_of(person, day), **known}
