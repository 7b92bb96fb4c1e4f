"""Machines with a profile, and files of punches as they are written."""

import datetime as dt
import io
import itertools

from nyata.people.models import Person, Unit
from nyata.sources.layout import Layout, built_in
from nyata.sources.models import ImportProfile, Machine, NumberUse
from nyata.sources.services import Given, Outcome, give, take

AT = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)  # a Monday, 08.00 in Jakarta
BEGINNING = dt.date(2025, 1, 1)
_numbers = itertools.count(1)


def make_machine(unit: Unit, by: Person, *, layout: Layout | str | None = "attlog", **fields) -> Machine:
    """A machine of a unit; `layout` is one of those that come with Nyata, or any; None: no profile yet."""
    fields.setdefault("code", f"M{next(_numbers)}")
    machine = Machine.objects.create(
        unit=unit, name=fields.pop("name", "Mesin gerbang"), kind=fields.pop("kind", "machine"), made_by=by,
        made_at=AT - dt.timedelta(days=300), **fields,
    )  # fmt: skip
    if layout is not None:
        set_layout(machine, built_in()[layout].layout if isinstance(layout, str) else layout, by)
    return machine


def set_layout(machine: Machine, layout: Layout, by: Person) -> ImportProfile:
    """The next version of its profile."""
    return ImportProfile.objects.create(
        machine=machine, version=machine.profiles.count() + 1, name="Uji", layout=layout.plain(), made_by=by, made_at=AT
    )


def take_text(actor: Person, machine: Machine, text: str | bytes, **more) -> Outcome:
    """A file of this text, taken over."""
    content = text if isinstance(text, bytes) else text.encode()
    more.setdefault("at", AT)
    return take(actor=actor, machine=machine, name="1_attlog.dat", stream=io.BytesIO(content), **more)


def give_number(actor: Person, machine: Machine, number: str, person: Person, first: dt.date = BEGINNING) -> NumberUse:
    """A number that is somebody's since long."""
    return give(actor=actor, machine=machine, given=Given(number, person, first), at=AT)
