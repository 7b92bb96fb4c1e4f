"""What the phone's page is told beside its words: who, where, which phone, and the addresses it opens."""

import datetime as dt
import uuid
from typing import Any

from django.urls import reverse

from nyata.checkins import selectors, services
from nyata.checkins.selectors import HistoryEntry, openings
from nyata.checkins.selectors.attempts import JAKARTA
from nyata.core.encoding import b64url
from nyata.enrolment.models import Device
from nyata.leave import selectors as leave
from nyata.leave.models import Place
from nyata.people import selectors as people
from nyata.people.models import Person, RolloutDecision, Site
from nyata.schedules import selectors as schedules
from nyata.schedules import words as schedule_words

Stage = RolloutDecision.Stage
_NIL = uuid.UUID(int=0)


def recent(person: Person, today: dt.date) -> list[HistoryEntry]:
    """The person's attempts since Monday of this week, and of yesterday where that is earlier. Two or four queries."""
    first = today - dt.timedelta(days=max(today.weekday(), 1))
    months = {first.replace(day=1), today.replace(day=1)}
    found = [entry for month in sorted(months) for entry in selectors.history(person, month)]
    return [entry for entry in found if entry.checkin.day >= first]


def state(person: Person, device: Device | None, stage: str, purpose: str, now: dt.datetime) -> dict[str, Any]:
    """The page's state as JSON. Four queries."""
    today = selectors.day_of(now)
    fences: list[Site | Place] = [*people.sites_for(person, today), *leave.duty_of(person, today).places]
    return {
        "owner": str(person.pk),
        "canAct": device is not None and stage in (Stage.TRIAL, Stage.LIVE),
        "purpose": purpose,
        "anchor": services.make_anchor(person, now),
        "device": _device(device),
        "sites": [{"name": fence.name, "shape": fence.shape, "radius_m": fence.radius_m} for fence in fences]
        + _opened(person, now),
        "urls": urls(),
    }


def _opened(person: Person, now: dt.datetime) -> list[dict[str, Any]]:
    """Places of today's apel, each with the times (ms) between which it is one; the page may stay open for hours."""
    midnight = dt.datetime.combine(selectors.day_of(now) + dt.timedelta(days=1), dt.time(), JAKARTA)
    return [
        {
            "name": one.site.name, "shape": one.site.shape, "radius_m": one.site.radius_m,
            "from": _ms(one.opens_at), "to": _ms(one.closes_at),
        }
        for one in openings.openings_until(person, now, midnight)
    ]  # fmt: skip


def _ms(moment: dt.datetime) -> int:
    return int(moment.timestamp() * 1000)


def urls() -> dict[str, str]:
    """The addresses that the page's scripts open; the nil UUID stands where an attempt's id belongs."""
    return {
        "worker": reverse("checkins:worker"),
        "story": reverse("checkins:story", args=[_NIL]),
        "receipt": reverse("checkins:receipt_code", args=[_NIL]),
    }


def hours_of(person: Person, day: dt.date) -> str:
    """What the day asks of the person in one line; empty where they are not in service. Seven queries."""
    return schedule_words.today(schedules.hours_today(person.pk, day))


def _device(device: Device | None) -> dict[str, str] | None:
    if device is None:
        return None
    return {
        "credential": b64url(bytes(device.passkey.credential_id)),
        "thumbprint": bytes(device.page_key_thumbprint).hex(),
    }
