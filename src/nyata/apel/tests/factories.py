"""Sessions, and check-ins at a place, for tests."""

import datetime as dt
from zoneinfo import ZoneInfo

from nyata.apel.kinds import Kind
from nyata.apel.models import Invitation, Session
from nyata.boards.tests.factories import make_attempt
from nyata.checkins.models import CheckIn
from nyata.people.models import Person, Unit
from nyata.people.tests.factories import DOOR

JAKARTA = ZoneInfo("Asia/Jakarta")
MONDAY = dt.date(2026, 9, 7)
METRE = 1 / 111_195


def at(hour: int, minute: int = 0, second: int = 0, *, day: dt.date = MONDAY) -> dt.datetime:
    """A moment of the tests' Monday by the wall clock."""
    return dt.datetime.combine(day, dt.time(hour, minute, second), JAKARTA)


def make_session(*units: Unit, day: dt.date = MONDAY, **fields) -> Session:
    """A Monday apel 07.30, open from 07.00 until before 08.00, of these units and all below them."""
    fields.setdefault("kind", Kind.MONDAY)
    fields.setdefault("unit", units[0] if len(units) == 1 else None)
    with_below = fields.pop("with_below", True)
    times = {"opens_at": at(7, day=day), "starts_at": at(7, 30, day=day), "closes_at": at(8, day=day)}
    session = Session.objects.create(
        title="Apel uji", day=day, employments=fields.pop("employments", []), made_at=at(8, day=dt.date(2026, 8, 1)),
        **times | fields,
    )  # fmt: skip
    Invitation.objects.bulk_create(Invitation(session=session, unit=unit, with_below=with_below) for unit in units)
    return session


def make_visit(
    person: Person, when: dt.datetime, outcome: str | None = "accepted", *, metres: float = 0.0,
    door: tuple[float, float] = DOOR, accuracy: float = 6.0, is_placed: bool = True, **fields,
) -> CheckIn:  # fmt: skip
    """An attempt so many metres to the north of a door (latitude, longitude), with a position of its own time."""
    fix = {
        "latitude": door[0] + metres * METRE, "longitude": door[1], "accuracy": accuracy,
        "time_ms": int(when.timestamp() * 1000), "at_ms": 0,
    }  # fmt: skip
    return make_attempt(person, when, outcome, fixes=(fix,) if is_placed else (), **fields)
