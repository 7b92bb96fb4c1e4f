"""The first HR officer, appointed by whoever owns the server: until there are two, nobody could do it on a page."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db import transaction
from django.utils import timezone

from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people import nip as nips
from nyata.people.models import Person, Post, Unit
from nyata.people.refusals import Code, Refused
from nyata.people.selectors.authority import in_force
from nyata.people.services import placing
from nyata.people.services.guards import lock_tree

# Two officers grant posts to others, and agree on each other's passwords: from then on the pages serve.
ENOUGH = 2


@dataclass(frozen=True, slots=True)
class FirstOfficer:
    """Who is appointed, by which document. Name and OPD are for whoever, and wherever, is not registered yet."""

    nip: str
    document_number: str
    name: str = ""
    unit_code: str = ""
    unit_name: str = ""


@transaction.atomic
def appoint_at_server(*, officer: FirstOfficer, at: dt.datetime) -> Person:
    """Give the post of an HR officer from today on; person and OPD are registered where they are not there yet.

    The ledger says of each step that it was made at the server, by nobody who signed in.
    Raises Refused: document_missing, officers_there, the codes of `nip.parse`, name_missing, unit_unknown,
    unit_inactive, already_left, post_overlaps.
    """
    today = timezone.localdate(at)
    if not officer.document_number.strip():
        raise Refused(Code.DOCUMENT_MISSING)
    lock_tree()
    serving = _serving(today)
    number = nips.parse(officer.nip, on=today, demo=settings.DEMO)
    person = Person.objects.select_related("unit").filter(nip=number.text).first()
    if person is not None and not person.is_active:
        raise Refused(Code.ALREADY_LEFT)
    if person is not None and Post.objects.filter(in_force(today), person=person, role=Post.Role.HR).exists():
        raise Refused(Code.POST_OVERLAPS)
    if serving >= ENOUGH:
        raise Refused(Code.OFFICERS_THERE)
    person = person or _register(officer, number, today, at)
    _grant(person, officer.document_number.strip(), today, at)
    return person


def _serving(today: dt.date) -> int:
    """How many HR officers are in office and able to sign in."""
    posts = Post.objects.filter(in_force(today), role=Post.Role.HR, person__is_active=True)
    return posts.exclude(person__password__startswith=UNUSABLE_PASSWORD_PREFIX).values("person").distinct().count()


def _register(officer: FirstOfficer, number: nips.Nip, today: dt.date, at: dt.datetime) -> Person:
    if not officer.name.strip():
        raise Refused(Code.NAME_MISSING)
    unit = _unit(officer, at)
    employment = Person.Employment.PPPK if number.is_pppk else Person.Employment.PNS
    person = Person.objects.create(
        nip=number.text, name=officer.name.strip(), employment=employment, unit=unit, password=make_password(None)
    )
    placing.begin(actor=None, person=person, first=today, weekly_minutes=None, at=at)
    facts = {"action": "registered", "person": person.pk, "unit": unit.pk, "employment": employment}
    ledger.append(Kind.PERSON, {**facts, "actor": None, "at_server": True}, at=at)
    return person


def _unit(officer: FirstOfficer, at: dt.datetime) -> Unit:
    """The OPD with that code, opened where a name is given and there is none."""
    found = Unit.objects.filter(code=officer.unit_code.strip()).first()
    if found is not None:
        if not found.is_active:
            raise Refused(Code.UNIT_INACTIVE)
        return found
    if not officer.unit_code.strip() or not officer.unit_name.strip():
        raise Refused(Code.UNIT_UNKNOWN)
    unit = Unit.objects.create(code=officer.unit_code.strip(), name=officer.unit_name.strip(), kind=Unit.Kind.OPD)
    unit.path = f"{unit.pk}."
    unit.save(update_fields=["path"])
    facts = {"action": "opened", "unit": unit.pk, "parent": None, "code": unit.code, "name": unit.name}
    ledger.append(Kind.UNIT, {**facts, "actor": None, "at_server": True}, at=at)
    return unit


def _grant(person: Person, document: str, today: dt.date, at: dt.datetime) -> None:
    post = Post.objects.create(
        person=person, unit=person.unit, role=Post.Role.HR, valid_from=today, document_number=document
    )
    facts = {"action": "granted", "post": post.pk, "person": person.pk, "unit": post.unit_id, "role": post.role}
    dates = {"standing": post.standing, "from": today.isoformat(), "to": None, "document": document}
    ledger.append(Kind.POST, {**facts, **dates, "actor": None, "at_server": True}, at=at)
