"""Other sources of the demo: a health centre whose machine runs four minutes ahead, an office with an app of its own.

What they tell follows the check-ins that are there, as two sources of one morning do: nearly the same, seldom equal.
"""

import datetime as dt
import io
import random
from collections import defaultdict
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from nyata.checkins.selectors.punches import checkins
from nyata.core.worktime.columns import Direction
from nyata.people.models import Person, Post, Unit
from nyata.people.selectors.authority import above
from nyata.sources import services
from nyata.sources.layout import built_in
from nyata.sources.models import CountingDecision, Machine
from nyata.sources.selectors.beside import people_of
from nyata.sources.selectors.punches import wall
from nyata.sources.services import Given, OffsetWish

JAKARTA = ZoneInfo("Asia/Jakarta")
SEED = "sumber lain"
DAYS = dt.timedelta(days=30)
DAY = dt.timedelta(days=1)
AHEAD = 240  # seconds
GATE = ("PKM-CGL", "CENGAL-1", "Mesin gerbang depan")
APP = ("PERPUS", "PERPUS-APP", "Aplikasi e-Hadir")
STRANGERS = ("901", "902")  # of people who left before Nyata came
LETTER = "800/214/BKPSDM/2026"
Visits = dict[dt.date, list[tuple[int | None, int | None]]]


def build(today: dt.date) -> int:
    """Make both sources with their files; returns how many punches they brought. Needs check-ins of these days."""
    officer = Person.objects.get(pk=Post.objects.filter(role=Post.Role.HR).order_by("pk").values("person")[:1])
    return _gate(officer, today) + _app(officer, today)


def _at(day: dt.date, hour: int = 9) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), JAKARTA)


def _machine(officer: Person, plan: tuple[str, str, str], kind: str, layout: str, day: dt.date) -> Machine:
    code, own, name = plan
    unit = Unit.objects.get(code=code)
    machine = services.add_machine(actor=officer, unit=unit, code=own, name=name, kind=kind, at=_at(day))
    known = built_in()[layout]
    services.make_profile(actor=officer, machine=machine, name=known.title, layout=known.layout, at=_at(day))
    return machine


def _keeper(unit: Unit, officer: Person) -> Person:
    """The operator of the unit's OPD; the officer where it has none."""
    post = Post.objects.filter(role=Post.Role.OPERATOR, unit__path__in=above(unit.path)).select_related("person")
    found = post.order_by("pk").first()
    return found.person if found else officer


def _visits(person_ids: list[int], first: dt.date, last: dt.date) -> dict[int, Visits]:
    """By person and day, when they came and when they left by Nyata, in seconds of the wall clock."""
    ends: dict[tuple[int, dt.date], list[int | None]] = defaultdict(lambda: [None, None])
    for person, second, way in checkins(person_ids, first, last).select("person", "second", "direction").iter_rows():
        ends[person, wall(second).date()][0 if way == Direction.IN else 1] = second
    found: dict[int, Visits] = defaultdict(lambda: defaultdict(list))
    for (person, day), (came, left) in sorted(ends.items()):
        found[person][day].append((came, left))
    return found


def _gate(officer: Person, today: dt.date) -> int:
    """The machine: its clock ahead, two files that overlap, numbers that are nobody's, an offset that waits."""
    machine = _machine(officer, GATE, Machine.Kind.MACHINE, "attlog", today - DAYS)
    keeper, rng = _keeper(machine.unit, officer), random.Random(SEED)  # noqa: S311 - a world, not a secret
    first, last = today - DAYS, today - DAY
    staff = people_of(machine.unit, first, last)
    numbers = {person: str(place) for place, person in enumerate(staff, start=1)}
    unlinked = set(rng.sample(staff, min(2, len(staff))))
    for person in Person.objects.select_related("unit").filter(pk__in=set(staff) - unlinked):
        given = Given(numbers[person.pk], person, first)
        services.give(actor=keeper, machine=machine, given=given, at=_at(first))
    told = sorted(_told(_visits(staff, first, last), numbers, first, last, rng))
    middle = today - DAYS / 2
    added = 0
    for name, until, since in (("1_attlog.dat", middle, first), ("1_attlog (1).dat", last, middle - 5 * DAY)):
        lines = [f"{number:>9}\t{wall(at):%Y-%m-%d %H:%M:%S}\t1\t0\t1\t0\n" for at, number in told
                 if since <= wall(at).date() <= until]  # fmt: skip
        added += _take(keeper, machine, name, "".join(lines), until + DAY)
    words = "Dibandingkan dengan jam BMKG pada tiga pagi: mesin 4 menit lebih cepat."
    wish = OffsetWish(first, last, AHEAD, words)
    services.ask_offset(actor=keeper, machine=machine, wish=wish, at=_at(today, 8))
    return added


def _told(
    visits: dict[int, Visits], numbers: dict[int, str], first: dt.date, last: dt.date, rng: random.Random
) -> Iterator[tuple[int, str]]:
    """What the machine noted: most of what Nyata knows, a minute earlier or later, and some that Nyata missed."""
    for person, number in numbers.items():
        for ends in visits.get(person, {}).values():
            if rng.random() < 0.06:
                continue  # by the side door
            for came in (one for pair in ends for one in pair if one is not None):
                if rng.random() < 0.97:
                    yield came + AHEAD + rng.randint(-50, 70), number
                    if rng.random() < 0.04:
                        yield came + AHEAD + 75, number  # pressed again
        yield from _unseen(number, visits.get(person, {}), first, last, rng)
    for number in STRANGERS:
        yield from _unseen(number, {}, first, last, rng)


def _unseen(number: str, known: Visits, first: dt.date, last: dt.date, rng: random.Random) -> Iterator[tuple[int, str]]:
    """Days that only the machine knows: single ones between days that Nyata knows, and some of a stranger's."""
    for place in range((last - first).days + 1):
        day = first + place * DAY
        is_single = day - DAY in known and day + DAY in known
        if day.weekday() < 5 and day not in known and rng.random() < (0.9 if is_single else 0 if known else 0.4):
            midnight = (day - dt.date(1970, 1, 1)).days * 86_400
            yield midnight + rng.randint(7 * 3600, 27_600) + AHEAD, number
            yield midnight + rng.randint(57_700, 60_000) + AHEAD, number


def _app(officer: Person, today: dt.date) -> int:
    """The app: a line a day by NIP, and a decision that both count since ten days ago."""
    machine = _machine(officer, APP, Machine.Kind.APP, "opd_app", today - DAYS)
    rng = random.Random(SEED + APP[0])  # noqa: S311 - a world, not a secret
    first, last = today - DAYS, today - DAY
    staff = people_of(machine.unit, first, last)
    people = Person.objects.select_related("unit").in_bulk(staff)
    for person in people.values():
        given = Given(person.nip, person, first)
        services.give(actor=officer, machine=machine, given=given, at=_at(first))
    lines = ["NIP,Tanggal,Jam Masuk,Jam Pulang\n"]
    for person_id, days in _visits(staff, first, last).items():
        for day, ends in days.items():
            came, left = ("-" if one is None or rng.random() < 0.03 else f"{wall(one + rng.randint(-90, 200)):%H:%M}"
                          for one in ends[0])  # fmt: skip
            lines.append(f"{people[person_id].nip},{day:%d/%m/%Y},{came},{left}\n")
    since = today - 10 * DAY
    services.decide_counting(
        actor=officer, unit=machine.unit, rule=CountingDecision.Rule.BOTH, valid_from=since, document_number=LETTER,
        at=_at(since, 7),
    )  # fmt: skip
    return _take(officer, machine, "rekap-ehadir.csv", "".join(lines), today)


def _take(actor: Person, machine: Machine, name: str, text: str, day: dt.date) -> int:
    stream = io.BytesIO(text.encode())
    return services.take(actor=actor, machine=machine, name=name, stream=stream, at=_at(day)).added
