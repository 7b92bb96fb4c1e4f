"""Registering, correcting, moving and releasing people."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people import nip as nips
from nyata.people.models import Person, Post, SiteUse, Unit
from nyata.people.refusals import Code, Refused
from nyata.people.selectors.authority import in_force
from nyata.people.selectors.placed import weekly_minutes_of
from nyata.people.services import placing
from nyata.people.services.guards import require_hr, require_other
from nyata.people.services.leaving import end_everything, tell_of_move

PPPK = {Person.Employment.PPPK}
PNS = {Person.Employment.PNS, Person.Employment.CPNS}


@dataclass(frozen=True, slots=True)
class Particulars:
    """What an officer writes of a person besides NIP and unit. `weekly_minutes`: a PPPK Paruh Waktu's contract."""

    name: str
    employment: str
    job_title: str = ""
    joined_on: dt.date | None = None
    weekly_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class NewStatus:
    """Another employment as its document words it. `nip`: the new number, empty where it stays."""

    employment: str
    first: dt.date
    document_number: str
    nip: str = ""
    weekly_minutes: int | None = None


def register_person(*, actor: Person, nip: str, unit: Unit, particulars: Particulars, at: dt.datetime) -> Person:
    """A new person without a password; the first one is issued on paper.

    They are placed from their first day on, or, where it is not given, from today.
    Raises Refused: not_hr, the codes of `nip.parse`, employment_mismatch, weekly_minutes_wrong, joined_in_future,
    unit_inactive, nip_taken.
    """
    require_hr(actor, at)
    today = timezone.localdate(at)
    found = nips.parse(nip, on=today, demo=settings.DEMO)
    require_employment(found, particulars.employment)
    placing.require_weekly_minutes(particulars.employment, particulars.weekly_minutes)
    _require_joined(particulars.joined_on, today)
    if not unit.is_active:
        raise Refused(Code.UNIT_INACTIVE)
    with transaction.atomic():
        person, made = Person.objects.get_or_create(
            nip=found.text, defaults={"unit": unit, "password": make_password(None), **_fields(particulars)}
        )
        if not made:
            raise Refused(Code.NIP_TAKEN)
        first, minutes = particulars.joined_on or today, particulars.weekly_minutes
        placing.begin(actor=actor, person=person, first=first, weekly_minutes=minutes, at=at)
        ledger.append(Kind.PERSON, {"action": "registered", **_facts(person, actor)}, at=at)
    return person


def require_employment(found: nips.Nip, employment: str) -> None:
    """Raise Refused(employment_mismatch) where the NIP's shape belongs to another employment.

    Which shape a PPPK Paruh Waktu gets is not confirmed anywhere, so both are accepted for them.
    """
    if (employment in PNS and found.is_pppk) or (employment in PPPK and not found.is_pppk):
        raise Refused(Code.EMPLOYMENT_MISMATCH)


def correct_person(*, actor: Person, person: Person, particulars: Particulars, at: dt.datetime) -> Person:
    """Correct what was written wrong of a person; NIP, unit and another employment from a day have their own ways.

    Raises Refused: not_hr, yourself, already_left, employment_mismatch, weekly_minutes_wrong, joined_in_future,
    placement_later.
    """
    require_hr(actor, at)
    require_other(actor, person)
    _require_active(person)
    today = timezone.localdate(at)
    require_employment(nips.parse(person.nip, on=today, demo=settings.DEMO), particulars.employment)
    placing.require_weekly_minutes(particulars.employment, particulars.weekly_minutes)
    _require_joined(particulars.joined_on, today)
    with transaction.atomic():
        for name, value in _fields(particulars).items():
            setattr(person, name, value)
        person.save(update_fields=list(_fields(particulars)))
        placing.correct(person=person, weekly_minutes=particulars.weekly_minutes, joined=particulars.joined_on, at=at)
        ledger.append(Kind.PERSON, {"action": "corrected", **_facts(person, actor)}, at=at)
    return person


def move_person(
    *,
    actor: Person,
    person: Person,
    unit: Unit,
    document_number: str,
    at: dt.datetime,
    first: dt.date | None = None,
) -> Person:
    """Move a person to another unit from `first` (today, or a day before) on, by a document.

    Their posts stay: a post ends by its own decision.
    Raises Refused: not_hr, yourself, already_left, same_unit, unit_inactive, document_missing, starts_in_future,
    placement_later.
    """
    require_hr(actor, at)
    require_other(actor, person)
    _require_active(person)
    if person.unit_id == unit.pk:
        raise Refused(Code.SAME_UNIT)
    if not unit.is_active:
        raise Refused(Code.UNIT_INACTIVE)
    if not document_number.strip():
        raise Refused(Code.DOCUMENT_MISSING)
    first = first or timezone.localdate(at)
    with transaction.atomic():
        before, minutes = person.unit_id, weekly_minutes_of(person.pk)
        person.unit = unit
        person.save(update_fields=["unit"])
        document = document_number.strip()
        placing.turn(actor=actor, person=person, first=first, weekly_minutes=minutes, document_number=document, at=at)
        tell_of_move(person=person, at=at)
        content = {"action": "moved", "from": before, "since": first.isoformat(), "document": document}
        ledger.append(Kind.PERSON, {**content, **_facts(person, actor)}, at=at)
    return person


def change_employment(*, actor: Person, person: Person, status: NewStatus, at: dt.datetime) -> Person:
    """Another employment (CPNS to PNS, PPPK to PNS with another number, a contract's hours) from a day on.

    Raises Refused: not_hr, yourself, already_left, the codes of `nip.parse`, employment_mismatch,
    weekly_minutes_wrong, document_missing, nip_taken, starts_in_future, placement_later.
    """
    require_hr(actor, at)
    require_other(actor, person)
    _require_active(person)
    found = nips.parse(status.nip or person.nip, on=timezone.localdate(at), demo=settings.DEMO)
    require_employment(found, status.employment)
    placing.require_weekly_minutes(status.employment, status.weekly_minutes)
    document = status.document_number.strip()
    if not document:
        raise Refused(Code.DOCUMENT_MISSING)
    with transaction.atomic():
        if Person.objects.filter(nip=found.text).exclude(pk=person.pk).exists():
            raise Refused(Code.NIP_TAKEN)
        before = person.employment
        person.nip, person.employment = found.text, status.employment
        person.save(update_fields=["nip", "employment"])
        minutes = status.weekly_minutes
        placing.turn(
            actor=actor, person=person, first=status.first, weekly_minutes=minutes, document_number=document, at=at
        )
        content = {"action": "employment", "before": before, "since": status.first.isoformat(), "document": document}
        ledger.append(Kind.PERSON, {**content, **_facts(person, actor)}, at=at)
    return person


def release_person(*, actor: Person, person: Person, at: dt.datetime) -> Person:
    """A person leaves today: password, keys, phone and face, posts and own sites end. What they did stays on record.

    Raises Refused: not_hr, yourself, already_left.
    """
    require_hr(actor, at)
    require_other(actor, person)
    _require_active(person)
    today = timezone.localdate(at)
    with transaction.atomic():
        person.is_active, person.left_on = False, today
        _take_password(person, ["is_active", "left_on"])
        end_everything(person=person, at=at)
        for dated in (Post, SiteUse):
            dated.objects.filter(in_force(today), person=person).update(valid_to=today)
            # What would have begun later never does: a day before its first would break the dates' order.
            dated.objects.filter(Q(valid_from__gt=today), person=person).delete()
        placing.end(person=person, last=today, at=at)
        ledger.append(Kind.PERSON, {"action": "released", **_facts(person, actor)}, at=at)
    return person


def readmit_person(*, actor: Person, person: Person, at: dt.datetime) -> Person:
    """A person who left comes back, without their former posts, password, passkeys, phone and face.

    The first password is issued on paper again and the phone enrolled again. All of it ended at the leaving; it is
    ended here too for whoever left before that was so, or had a key stored at that very moment.

    Raises Refused: not_hr, yourself, still_active, unit_inactive.
    """
    require_hr(actor, at)
    require_other(actor, person)
    if person.is_active:
        raise Refused(Code.STILL_ACTIVE)
    if not person.unit.is_active:
        raise Refused(Code.UNIT_INACTIVE)
    with transaction.atomic():
        person.is_active, person.left_on = True, None
        _take_password(person, ["is_active", "left_on"])
        end_everything(person=person, at=at)
        _end_posts_of_today(person, timezone.localdate(at))
        placing.resume(actor=actor, person=person, first=timezone.localdate(at), at=at)
        ledger.append(Kind.PERSON, {"action": "readmitted", **_facts(person, actor)}, at=at)
    return person


def _end_posts_of_today(person: Person, today: dt.date) -> None:
    """Who comes back on the day of the leaving has no posts either, though their last day is that whole day."""
    last_day_today = Post.objects.filter(person=person, valid_to=today)
    last_day_today.filter(valid_from=today).delete()
    last_day_today.update(valid_to=today - dt.timedelta(days=1))


def _take_password(person: Person, changed: list[str]) -> None:
    """Save the changed fields and no password: sessions opened before end with it."""
    person.set_unusable_password()
    person.must_change_password = True
    person.save(update_fields=[*changed, "password", "must_change_password"])


def _require_active(person: Person) -> None:
    if not person.is_active:
        raise Refused(Code.ALREADY_LEFT)


def _require_joined(joined_on: dt.date | None, today: dt.date) -> None:
    if joined_on and joined_on > today:
        raise Refused(Code.JOINED_IN_FUTURE)


def _fields(particulars: Particulars) -> dict[str, object]:
    return {
        "name": particulars.name.strip(),
        "employment": particulars.employment,
        "job_title": particulars.job_title.strip(),
        "joined_on": particulars.joined_on,
    }


def _facts(person: Person, actor: Person) -> dict[str, object]:
    return {"person": person.pk, "unit": person.unit_id, "employment": person.employment, "actor": actor.pk}
