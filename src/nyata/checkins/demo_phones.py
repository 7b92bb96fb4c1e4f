"""The phones of the demo's people: keys of random bytes that sign nothing, labelled as the demo's."""

import datetime as dt
import random

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import F

from nyata.accounts.models import Passkey
from nyata.checkins.demo_cases import cases, shaped
from nyata.checkins.demo_history import JAKARTA, Habit, Worker, draw_habit, person_rng
from nyata.enrolment.models import Device, DeviceChange
from nyata.people.models import Person, RolloutDecision, SiteUse, Unit
from nyata.people.selectors import stages_of_units
from nyata.people.selectors.authority import above

LABEL = "HP peragaan"
BATCH = 2000
Stage = RolloutDecision.Stage
# Of units where people still register, about half have done so.
SHARE = {Stage.REGISTRATION: 0.5, Stage.TRIAL: 0.97, Stage.LIVE: 0.99, Stage.NOT_STARTED: 0.0}


def bind_phones(days: list[dt.date], today: dt.date, now: dt.datetime) -> list[tuple[Worker, Habit]]:
    """A passkey and a phone for those who have registered; returns whose check-ins there are, with their habits.

    Whoever has an account of the demo has given the phone back yesterday, so that a
    visitor can register a phone of their own for them.
    """
    units = {unit.pk: unit for unit in Unit.objects.all()}
    stages = stages_of_units(list(units.values()), today)
    chosen = []
    for person in Person.objects.filter(is_active=True).order_by("pk"):
        rng = person_rng(person)
        if rng.random() < SHARE[stages[person.unit_id]]:
            chosen.append((person, rng))
    phones = _phones(chosen, today, now)
    places, supervisors, told = _places(units), _supervisors(units), cases()
    _approve_changes(phones, supervisors)
    return [
        (
            Worker(
                person=person.pk,
                device=phone.pk,
                place=places.get(person.unit_id),
                supervisor=next((pk for pk in supervisors[person.unit_id] if pk != person.pk), None),
                last_day=_local(phone.revoked_at) if phone.revoked_at else None,
            ),
            shaped(draw_habit(rng, days), person.pk, told.get(person.pk), days, today),
        )
        for (person, rng), phone in zip(chosen, phones, strict=True)
        if stages[person.unit_id] != Stage.REGISTRATION
    ]


def _phones(chosen: list[tuple[Person, random.Random]], today: dt.date, now: dt.datetime) -> list[Device]:
    bound_at = dt.datetime.combine(today - dt.timedelta(days=130), dt.time(9), JAKARTA)
    handed_in = dt.datetime.combine(today - dt.timedelta(days=1), dt.time(17), JAKARTA)
    passkeys = Passkey.objects.bulk_create(
        (
            Passkey(
                person=person,
                credential_id=rng.randbytes(32),
                public_key=rng.randbytes(77),
                name=LABEL,
                created_at=bound_at,
                revoked_at=handed_in if _has_account(person) else None,
            )
            for person, rng in chosen
        ),
        batch_size=BATCH,
    )
    return Device.objects.bulk_create(
        (
            Device(
                person=person,
                passkey=passkey,
                page_key=rng.randbytes(91),
                page_key_thumbprint=rng.randbytes(32),
                tier=Device.Tier.A if rng.random() < 0.7 else Device.Tier.B,
                label=LABEL,
                bound_at=bound_at,
                revoked_at=passkey.revoked_at,
                revoked_why="Dikembalikan untuk peragaan" if passkey.revoked_at else "",
            )
            for (person, rng), passkey in zip(chosen, passkeys, strict=True)
        ),
        batch_size=BATCH,
    )


def _approve_changes(phones: list[Device], supervisors: dict[int, list[int]]) -> None:
    """Who handed a phone in may register another: asked and approved in time, long enough ago to ask again."""
    officer = Person.objects.filter(posts__role="hr").first()
    DeviceChange.objects.bulk_create(
        DeviceChange(
            person=phone.person,
            reason="HP dikembalikan untuk peragaan",
            state=DeviceChange.State.APPROVED,
            asked_at=phone.bound_at + dt.timedelta(days=30),
            supervisor_id=next((pk for pk in supervisors[phone.person.unit_id] if pk != phone.person_id), None),
            supervisor_at=phone.bound_at + dt.timedelta(days=30, hours=1),
            officer=officer,
            officer_at=phone.bound_at + dt.timedelta(days=30, hours=2),
        )
        for phone in phones
        if phone.revoked_at is not None
    )


def _has_account(person: Person) -> bool:
    return not person.password.startswith(UNUSABLE_PASSWORD_PREFIX)


def _places(units: dict[int, Unit]) -> dict[int, tuple[float, float]]:
    """By unit the middle of its own site, or of the nearest unit above that has one."""
    by_path = {}
    for use in SiteUse.objects.filter(unit__isnull=False).select_related("site", "unit"):
        if use.unit is not None:
            by_path[use.unit.path] = _middle(use.site.shape)
    return {
        pk: next(by_path[path] for path in reversed(above(unit.path)) if path in by_path)
        for pk, unit in units.items()
        if any(path in by_path for path in above(unit.path))
    }


def _middle(shape: dict) -> tuple[float, float]:
    corners = [shape["coordinates"]] if shape["type"] == "Point" else shape["coordinates"][0][:-1]
    longitude, latitude = (sum(corner[axis] for corner in corners) / len(corners) for axis in (0, 1))
    return latitude, longitude


def _supervisors(units: dict[int, Unit]) -> dict[int, list[int]]:
    """By unit the supervisors above it, the nearest first."""
    posts = (
        Person.objects.filter(posts__role__in=("supervisor", "opd_head"))
        .annotate(path=F("posts__unit__path"))
        .values_list("path", "pk")
    )
    by_path: dict[str, list[int]] = {}
    for path, pk in posts:
        by_path.setdefault(path, []).append(pk)
    return {
        pk: [found for path in reversed(above(unit.path)) for found in by_path.get(path, [])]
        for pk, unit in units.items()
    }


def _local(moment: dt.datetime) -> dt.date:
    return moment.astimezone(JAKARTA).date()
