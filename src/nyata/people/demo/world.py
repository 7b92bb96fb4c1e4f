"""Builds the demo world in an empty database. The same size and day always make the same world."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.db import transaction

from nyata.people.demo.law import switch_on
from nyata.people.demo.organisation import UnitPlan, plan
from nyata.people.demo.places import DISTRICTS, make_site
from nyata.people.demo.rollout import decide, stage_plan
from nyata.people.demo.staff import Place, contract, hire, positions
from nyata.people.models import District, Person, Placement, Post, Site, SiteUse, Unit

SEED = 1602
BATCH = 2000
LONG_AGO = dt.timedelta(days=420)
LEAST_PEOPLE, MOST_PEOPLE = 600, 50_000


@dataclass
class World:
    """What was made, by the codes and roles of the plan."""

    today: dt.date
    rng: random.Random
    units: dict[str, Unit] = field(default_factory=dict)
    heads: dict[str, Person] = field(default_factory=dict)
    operators: dict[str, Person] = field(default_factory=dict)
    roles: dict[str, Person] = field(default_factory=dict)


def build(people: int, today: dt.date, at: dt.datetime, step: Callable[[str], None]) -> World:
    """Make the whole world in one transaction; `step` is told, in words, what is being made.

    `people` is from LEAST_PEOPLE to MOST_PEOPLE.
    """
    world = World(today, random.Random(SEED))  # noqa: S311 - a world, not a secret
    plans = plan(people)
    with transaction.atomic():
        step("units")
        _units(world, plans)
        step("people")
        _people(world, plans, people, at)
        step("posts")
        _posts(world, plans)
        step("sites")
        _sites(world, plans)
        step("rollout")
        decide(world.units, world.roles["hr"], stage_plan(plans), today, at)
        step("law")
        switch_on({"hr": world.roles["hr"], "legal": world.roles["legal"]}, today - LONG_AGO)
    return world


def _units(world: World, plans: list[UnitPlan]) -> None:
    districts = District.objects.in_bulk(DISTRICTS, field_name="code")
    # Parents need their ids before their children name them: one insert a level.
    waiting = plans
    while waiting:
        ready = [unit for unit in waiting if unit.parent is None or unit.parent in world.units]
        made = Unit.objects.bulk_create(_unit(world, unit, districts) for unit in ready)
        world.units.update({unit.code: unit for unit in made})
        waiting = [unit for unit in waiting if unit.code not in world.units]
    for planned in plans:
        unit = world.units[planned.code]
        unit.path = f"{unit.parent.path if unit.parent else ''}{unit.pk}."
    Unit.objects.bulk_update(world.units.values(), ["path"], batch_size=BATCH)


def _unit(world: World, planned: UnitPlan, districts: dict[str, District]) -> Unit:
    return Unit(
        code=planned.code,
        name=planned.name,
        short_name=planned.short_name,
        kind=planned.kind,
        parent=world.units[planned.parent] if planned.parent else None,
        district=districts[planned.district],
    )


def _people(world: World, plans: list[UnitPlan], count: int, at: dt.datetime) -> None:
    made: list[tuple[Place, Person]] = []
    for place, person, role in hire(world.rng, positions(plans, count), world.today):
        person.unit = world.units[place.unit.code]
        person.password = make_password(None)
        made.append((place, person))
        if role:
            world.roles[role] = person
    Person.objects.bulk_create([person for _, person in made], batch_size=BATCH)
    placed = [contract(number, person, at) for number, (_, person) in enumerate(made)]
    Placement.objects.bulk_create(placed, batch_size=BATCH)
    world.heads = {place.unit.code: person for place, person in made if place.rank == "head"}
    world.operators = {place.unit.code: person for place, person in made if place.rank == "operator"}


def _posts(world: World, plans: list[UnitPlan]) -> None:
    since = world.today - LONG_AGO
    sekda = world.roles["executive"]
    posts: list[Post] = []

    def post(person: Person, role: str, unit: Unit, standing: str = Post.Standing.DEFINITIVE, **dates: dt.date) -> None:
        number = f"800/{len(posts) + 1:03d}/BKPSDM/{since.year}"
        dates.setdefault("valid_from", since)
        posts.append(Post(person=person, role=role, unit=unit, standing=standing, document_number=number, **dates))

    for planned in plans:
        unit = world.units[planned.code]
        if planned.parent:
            post(world.heads[planned.code], Post.Role.SUPERVISOR, unit)
            continue
        standing = Post.Standing.PLT if planned.code == "PERTANAHAN" else Post.Standing.DEFINITIVE
        head = world.heads["PERKIM"] if planned.code == "PERTANAHAN" else world.heads[planned.code]
        post(head, Post.Role.OPD_HEAD, unit, standing)
        post(world.operators[planned.code], Post.Role.OPERATOR, unit)
        if head != sekda:
            # The Sekda is the direct supervisor of the heads of OPD.
            post(sekda, Post.Role.SUPERVISOR, unit)
    weeks = dt.timedelta(days=14)
    camat = world.heads["KEC-TLG"]
    stand_in = Post.Standing.PLH
    dates = {"valid_from": world.today - weeks, "valid_to": world.today + weeks}
    post(camat, Post.Role.OPD_HEAD, world.units["KEC-PDM"], stand_in, **dates)
    post(world.roles["hr"], Post.Role.HR, world.units["BKPSDM"])
    post(world.heads["BKPSDM-03"], Post.Role.HR, world.units["BKPSDM"])
    post(world.roles["auditor"], Post.Role.AUDITOR, world.units["INSPEKTORAT"])
    post(world.roles["legal"], Post.Role.LEGAL, world.units["SETDA-01"])
    post(sekda, Post.Role.EXECUTIVE, world.units["SETDA"])
    Post.objects.bulk_create(posts, batch_size=BATCH)


def _sites(world: World, plans: list[UnitPlan]) -> None:
    stages = stage_plan(plans)
    sites = []
    for planned in plans:
        if planned.own_site:
            opd = planned.parent or planned.code
            days = world.rng.randint(190, 260)
            surveyed = world.today - dt.timedelta(days=days) if stages.get(opd) != "not_started" else None
            sites.append(make_site(world.rng, world.units[planned.code], planned.district, surveyed))
    Site.objects.bulk_create(sites, batch_size=BATCH)
    since = world.today - LONG_AGO
    SiteUse.objects.bulk_create(
        [SiteUse(site=site, unit=site.unit, valid_from=since) for site in sites], batch_size=BATCH
    )
