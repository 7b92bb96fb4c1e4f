"""People, units and places for tests, and the cast that every room's tests share. All invented."""

import datetime as dt
import itertools
from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password

from nyata.people.models import Person, Placement, Post, RolloutDecision, Site, SiteUse, Unit

PASSWORD = "perahu-kemarau-tembesu-41"
# Before anything that a test does; posts and uses begin here.
BEGINNING = dt.date(2025, 1, 1)
DOOR = (-3.2411, 105.3907)  # latitude, longitude of the cast's first site
OTHER_DOOR = (-3.3971, 104.8302)
_numbers = itertools.count()


@cache
def password_hash(password: str) -> str:
    """Argon2 is slow on purpose: each password of a test run is hashed once."""
    return make_password(password)


def next_nip(employment: str = Person.Employment.PNS) -> str:
    """A well-formed NIP that no real person has (sequence 000) and no other call gives."""
    born = dt.date(1968, 1, 1) + dt.timedelta(days=next(_numbers) % 10_000)
    if employment in (Person.Employment.PPPK, Person.Employment.PPPK_PW):
        return f"{born:%Y%m%d}2025211000"
    return f"{born:%Y%m%d}2020011000"


def make_unit(name: str = "Bidang Uji", *, parent: Unit | None = None, kind: str | None = None, **fields) -> Unit:
    """A unit with its path; without a parent it is an OPD."""
    kind = kind or (Unit.Kind.DIVISION if parent else Unit.Kind.OPD)
    code = fields.pop("code", f"U{next(_numbers)}")
    unit = Unit.objects.create(name=name, parent=parent, kind=kind, code=code, **fields)
    unit.path = f"{parent.path if parent else ''}{unit.pk}."
    unit.save(update_fields=["path"])
    return unit


def make_person(name: str = "Orang Uji", *, unit: Unit | None = None, **fields) -> Person:
    """An active person with the password PASSWORD, which need not be changed, placed since `joined_on` or BEGINNING."""
    employment = fields.setdefault("employment", Person.Employment.PNS)
    fields.setdefault("nip", next_nip(employment))
    fields.setdefault("password", password_hash(PASSWORD))
    fields.setdefault("must_change_password", False)
    minutes = fields.pop("weekly_minutes", None)
    person = Person.objects.create(name=name, unit=unit or make_unit(), **fields)
    make_placement(person, weekly_minutes=minutes, valid_from=person.joined_on or BEGINNING, valid_to=person.left_on)
    return person


def make_placement(person: Person, **fields) -> Placement:
    """A placement in the person's unit and employment unless others are given; it may not overlap another."""
    fields.setdefault("unit", person.unit)
    fields.setdefault("employment", person.employment)
    fields.setdefault("valid_from", BEGINNING)
    fields.setdefault("recorded_at", dt.datetime(2024, 12, 20, 3, 0, tzinfo=dt.UTC))
    return Placement.objects.create(person=person, **fields)


def make_post(person: Person, role: str, *, unit: Unit | None = None, **fields) -> Post:
    """A post in force since BEGINNING, on the person's own unit unless another is given."""
    fields.setdefault("valid_from", BEGINNING)
    fields.setdefault("document_number", "821/001/BKPSDM/2025")
    return Post.objects.create(person=person, role=role, unit=unit or person.unit, **fields)


def make_site(unit: Unit, *, at: tuple[float, float] = DOOR, radius_m: float = 60, used: bool = True, **fields) -> Site:
    """A surveyed circle around `at` (latitude, longitude) that the unit and those below it use."""
    fields.setdefault("shape", {"type": "Point", "coordinates": [at[1], at[0]]})
    fields.setdefault("surveyed_on", BEGINNING)
    fields.setdefault("name", f"Kantor {unit.name}")
    site = Site.objects.create(unit=unit, radius_m=radius_m, **fields)
    if used:
        SiteUse.objects.create(site=site, unit=unit, valid_from=BEGINNING)
    return site


def make_stage(unit: Unit, stage: str = RolloutDecision.Stage.LIVE, **fields) -> RolloutDecision:
    """A decision in force since BEGINNING, with the documents that `live` asks for."""
    fields.setdefault("valid_from", BEGINNING)
    fields.setdefault("document_number", "Perbup 12/2025")
    fields.setdefault("dpia_number", "DPIA-01/2025")
    fields.setdefault("dpia_signed_on", dt.date(2024, 12, 1))
    fields.setdefault("decided_at", dt.datetime(2024, 12, 20, 3, 0, tzinfo=dt.UTC))
    return RolloutDecision.objects.create(unit=unit, stage=stage, **fields)


@dataclass(frozen=True)
class Cast:
    """Everybody that a rule about people needs, each with the password `password`.

    `clinic` (a puskesmas of `health`) has the servant, their supervisor and the operator of `health`;
    `other_supervisor` heads `roads`, another OPD. Both OPD are live and have a surveyed site.
    """

    servant: Person
    supervisor: Person
    other_supervisor: Person
    hr: Person
    auditor: Person
    operator: Person
    executive: Person
    health: Unit
    clinic: Unit
    roads: Unit
    bkpsdm: Unit
    inspectorate: Unit
    secretariat: Unit
    site: Site
    other_site: Site
    password: str = PASSWORD


def cast() -> Cast:
    """Build the cast in the database."""
    health = make_unit("Dinas Kesehatan", short_name="Dinkes")
    clinic = make_unit("Puskesmas Rawa Bening", parent=health, kind=Unit.Kind.HEALTH_CENTRE)
    roads = make_unit("Dinas PUPR")
    bkpsdm, inspectorate, secretariat = make_unit("BKPSDM"), make_unit("Inspektorat"), make_unit("Sekretariat Daerah")
    servant = make_person("Sari Melati", unit=clinic, job_title="Perawat Terampil")
    supervisor = make_person("Rahmat Belida", unit=clinic, job_title="Kepala Puskesmas")
    other_supervisor = make_person("Yusuf Lebak", unit=roads)
    operator = make_person("Dewi Anyaman", unit=health)
    hr = make_person("Nurul Purun", unit=bkpsdm)
    auditor = make_person("Hasan Teluk", unit=inspectorate)
    executive = make_person("Aminah Pematang", unit=secretariat)
    make_post(supervisor, Post.Role.SUPERVISOR, unit=clinic)
    make_post(other_supervisor, Post.Role.OPD_HEAD, unit=roads)
    make_post(operator, Post.Role.OPERATOR, unit=health)
    make_post(hr, Post.Role.HR)
    make_post(auditor, Post.Role.AUDITOR)
    make_post(executive, Post.Role.EXECUTIVE)
    make_stage(health)
    make_stage(roads)
    return Cast(
        servant=servant, supervisor=supervisor, other_supervisor=other_supervisor, hr=hr, auditor=auditor,
        operator=operator, executive=executive, health=health, clinic=clinic, roads=roads, bkpsdm=bkpsdm,
        inspectorate=inspectorate, secretariat=secretariat,
        site=make_site(clinic), other_site=make_site(roads, at=OTHER_DOOR),
    )  # fmt: skip
