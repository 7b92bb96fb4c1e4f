"""What somebody of the demo asks for: out of their past, of today, and for the weeks to come."""

import datetime as dt
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from nyata.leave import terms
from nyata.leave.demo import saying
from nyata.leave.kinds import NATURES, Extent, Kind, Layer
from nyata.leave.models import Slot
from nyata.leave.timing import moment
from nyata.people.demo.accounts import ROLES
from nyata.people.models import Person, Unit
from nyata.people.selectors import sites_for

SEED = 1603
DAY = dt.timedelta(days=1)
AHEAD = 35
Stage = Slot.Stage
VISITORS = frozenset(role.name for role in ROLES)
LEAVES = tuple(kind for kind, nature in NATURES.items() if nature.is_leave)


@dataclass(slots=True)
class Draft:
    """A request before it is written. `stage` None: it was declined. `last`: its last day."""

    person: Person
    kind: Kind
    first: dt.date
    last: dt.date
    stage: Stage | None = Stage.IN_FORCE
    extent: Extent = Extent.DAYS
    times: tuple[dt.time | None, dt.time | None] = (None, None)
    days: Decimal | None = None
    ground: str = ""
    words: str = ""
    letter: str = ""
    places: tuple[tuple[str, Mapping[str, Any] | None, float | None], ...] = ()
    claim: tuple[str, dt.datetime, str] | None = None

    @property
    def layer(self) -> Layer:
        if self.claim:
            return Layer.COMING if self.claim[0] == "in" else Layer.GOING
        return NATURES[self.kind].layer


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of somebody: days that asked for work, those without any record, and forgotten goings.

    `absent` has today where the day has begun and they did not come. `came_today`: they did.
    """

    work: Sequence[dt.date]
    absent: frozenset[dt.date]
    forgotten: Mapping[dt.date, dt.datetime]
    came_today: bool = False


@dataclass(slots=True)
class Asker:
    """One person of the demo with their own dice."""

    person: Person
    past: Past
    today: dt.date
    rng: random.Random

    @property
    def is_visitor(self) -> bool:
        """Whether a visitor signs in as this person: they are here today, to be tried out."""
        return self.person.name in VISITORS

    @property
    def coming(self) -> list[dt.date]:
        """The working days still to come."""
        return [day for day in self.past.work if self.today < day <= self.today + DAY * AHEAD]

    def may(self, kind: Kind) -> bool:
        """Whether the law gives the kind to their employment."""
        return kind not in LEAVES or kind in _offered(self.person.employment, self.today)

    def run(self, most: int, start: dt.date | None = None) -> list[dt.date]:
        """Up to so many working days in a row, from `start` or from some day to come."""
        days = [day for day in self.past.work if day >= start] if start else self.coming
        at = 0 if start else self.rng.randrange(max(len(days) - 1, 1))
        return days[at : at + self.rng.randint(1, most)]


@lru_cache(maxsize=16)
def _offered(employment: str, day: dt.date) -> frozenset[Kind]:
    return frozenset(offer.kind for offer in terms.offers(employment, day) if not offer.is_off)


def drafts(person: Person, past: Past, today: dt.date, open_case: int | None) -> Iterator[Draft]:
    """What one person asked for; no two of a layer over the same day.

    `open_case`: for those whom a visitor of the demo decides on, which kind of open request they have.
    """
    asker = Asker(person, past, today, random.Random(SEED + int(person.nip)))  # noqa: S311 - the same world each time
    held: dict[Layer, set[dt.date]] = {layer: set() for layer in Layer}
    shown = [] if open_case is None else [OPEN_CASES[open_case % len(OPEN_CASES)](asker)]
    for draft in (*shown, *_gaps(asker), *_today(asker), *_plans(asker), *_standing(asker)):
        if draft is None or not asker.may(draft.kind):
            continue
        days = {draft.first + DAY * step for step in range((draft.last - draft.first).days + 1)}
        if not days & held[draft.layer]:
            held[draft.layer] |= days
            yield draft


def _gaps(asker: Asker) -> Iterator[Draft]:
    """Runs of working days without a record: long ones are leave, short ones illness or duty, some stay unexplained."""
    run: list[dt.date] = []
    for day in [*asker.past.work, None]:
        if day is not None and day in asker.past.absent and day <= asker.today:
            run.append(day)
            continue
        if run and (len(run) >= 3 or asker.rng.random() < 0.8):
            yield _gap(asker, _continued(asker, run))
        run = []
    for day, gone_at in asker.past.forgotten.items():
        if asker.rng.random() < 0.5:
            stage = Stage.SUPERVISOR if (asker.today - day).days < 4 else Stage.IN_FORCE
            reason = asker.rng.choice(("forgotten", "forgotten", "dead_phone", "blackout"))
            yield Draft(asker.person, Kind.CORRECTION, day, day, stage, claim=("out", gone_at, reason))


def _continued(asker: Asker, run: list[dt.date]) -> list[dt.date]:
    """An absence that reaches up to now often goes on a little."""
    days = [day for day in asker.past.work if day > run[-1]]
    reaches = (
        not asker.past.came_today
        and not asker.is_visitor
        and (run[-1] == asker.today or (days and days[0] == asker.today))
    )
    return [*run, *days[: asker.rng.randint(0, 3)]] if reaches and days else run


def _gap(asker: Asker, run: list[dt.date]) -> Draft:
    rng, chance = asker.rng, asker.rng.random()
    if len(run) >= 3 and chance < 0.8 and asker.may(Kind.ANNUAL):
        return _leave(asker, Kind.ANNUAL, run, words=rng.choice(saying.HOLIDAYS))
    if chance < 0.55 or len(run) > 5:
        return _leave(asker, Kind.SICK, run, words=rng.choice(saying.ILLNESSES))
    return _duty(asker, Kind.TRAINING if chance > 0.92 else Kind.TRAVEL, run)


def _leave(
    asker: Asker, kind: Kind, run: Sequence[dt.date], stage: Stage | None = Stage.IN_FORCE, **said: Any
) -> Draft:
    return Draft(asker.person, kind, run[0], run[-1], stage, days=Decimal(len(run)), **said)


def _duty(asker: Asker, kind: Kind, run: Sequence[dt.date], stage: Stage | None = Stage.IN_FORCE) -> Draft:
    places = saying.COURSES if kind == Kind.TRAINING else saying.TRIPS
    place, words = asker.rng.choice(places)
    letter = f"{asker.rng.choice(('090', '094', '800'))}/{asker.rng.randrange(100, 900)}/ST/{run[0].year}"
    return _leave(asker, kind, run, stage, words=words, letter=letter, places=((place, None, None),))


def _hours(asker: Asker, day: dt.date, stage: Stage = Stage.IN_FORCE) -> Draft:
    hour = asker.rng.choice((8, 9, 10, 13, 14))
    times = (dt.time(hour), dt.time(hour + asker.rng.choice((1, 2)), asker.rng.choice((0, 30))))
    words = asker.rng.choice(saying.ERRANDS)
    return Draft(
        asker.person, Kind.PERMISSION, day, day, stage, Extent.TIMES, times, Decimal(0), words=words
    )  # fmt: skip


def _half(asker: Asker, kind: Kind, day: dt.date, extent: Extent, stage: Stage = Stage.IN_FORCE) -> Draft:
    words = asker.rng.choice(saying.ERRANDS if kind == Kind.PERMISSION else saying.ILLNESSES)
    return Draft(asker.person, kind, day, day, stage, extent, days=Decimal("0.5"), words=words)


def _today(asker: Asker) -> Iterator[Draft]:
    """Who is away today from today on, the whole day or a part of it."""
    rng, today, chance = asker.rng, asker.today, asker.rng.random()
    if today not in asker.past.work or asker.past.came_today or asker.is_visitor:
        if asker.past.came_today and chance < 0.03:
            yield _half(asker, Kind.PERMISSION, today, Extent.SECOND_HALF)
        return
    if chance < 0.03:
        yield _leave(asker, Kind.ANNUAL, asker.run(5, today), words=rng.choice(saying.HOLIDAYS))
    elif chance < 0.055:
        yield _leave(asker, Kind.SICK, asker.run(3, today), words=rng.choice(saying.ILLNESSES))
    elif chance < 0.075:
        yield _duty(asker, Kind.TRAVEL, asker.run(3, today))
    elif chance < 0.085:
        yield _duty(asker, Kind.TRAINING, asker.run(4, today))
    elif chance < 0.1:
        yield _half(asker, rng.choice((Kind.PERMISSION, Kind.SICK)), today, Extent.FIRST_HALF)
    elif chance < 0.12:
        yield _hours(asker, today)
    elif chance < 0.126:
        yield _leave(asker, Kind.ELSEWHERE, [today], words=rng.choice(saying.ELSEWHERE), places=saying.HOME)


def _plans(asker: Asker) -> Iterator[Draft | None]:
    """What is still to come, some of it undecided, a little of it declined; hours off in the past."""
    rng, coming = asker.rng, asker.coming
    behind = [day for day in asker.past.work if day < asker.today and day not in asker.past.absent]
    for day in rng.sample(behind, min(len(behind), rng.choice((0, 0, 0, 0, 1, 1, 2)))):
        chance = rng.random()
        part = rng.choice((Extent.FIRST_HALF, Extent.SECOND_HALF))
        yield _half(asker, Kind.PERMISSION, day, part) if chance < 0.2 else _hours(asker, day)
    if not coming:
        return
    chance, stage = rng.random(), rng.choice((Stage.SUPERVISOR, Stage.SUPERVISOR, Stage.IN_FORCE, Stage.IN_FORCE, None))
    if chance < 0.14:
        yield _leave(asker, Kind.ANNUAL, asker.run(6), stage, words=rng.choice(saying.HOLIDAYS))
    elif chance < 0.16:
        yield _duty(asker, Kind.TRAVEL, asker.run(3), stage)
    elif chance < 0.17:
        yield _duty(asker, Kind.TRAINING, asker.run(5), stage)
    elif chance < 0.18:
        yield _leave(asker, Kind.ELSEWHERE, asker.run(1), stage, words=rng.choice(saying.ELSEWHERE), places=saying.HOME)
    elif chance < 0.195:
        yield _hours(asker, rng.choice(coming[:10]), Stage.SUPERVISOR)
    elif chance < 0.21:
        yield _important(asker)
    elif chance < 0.216:
        yield _months(asker)


def _important(asker: Asker) -> Draft:
    ground, words = asker.rng.choice(saying.IMPORTANT)
    stage = asker.rng.choice((Stage.SUPERVISOR, Stage.HR, Stage.HR, Stage.IN_FORCE))
    return _leave(asker, Kind.IMPORTANT, asker.run(7), stage, ground=ground, words=words)


def _months(asker: Asker) -> Draft | None:
    """Leave of months: a birth, a first hajj, following a spouse."""
    rng, first = asker.rng, asker.rng.choice(asker.coming)
    stage = rng.choice((Stage.HR, Stage.HR, Stage.IN_FORCE, Stage.SUPERVISOR))
    if asker.person.nip[14] == "2" and rng.random() < 0.6:  # the NIP tells a woman
        last = terms.months_after(first, 3) - DAY
        days, words = _weekdays(first, last), rng.choice(saying.BIRTHS)
        return Draft(asker.person, Kind.MATERNITY, first, last, stage, days=days, words=words)
    if asker.person.joined_on is None or terms.months_after(asker.person.joined_on, 60) > first:
        return None
    if rng.random() < 0.7:
        last, ground = first + DAY * rng.randint(38, 44), "haji pertama"
        return Draft(
            asker.person, Kind.LONG, first, last, stage, days=_weekdays(first, last), ground=ground, words="Ibadah haji"
        )  # fmt: skip
    last = terms.months_after(first, 12) - DAY
    words = "Mengikuti suami atau istri bertugas di luar daerah"
    return Draft(asker.person, Kind.UNPAID, first, last, Stage.HR, days=_weekdays(first, last), words=words)


def _weekdays(first: dt.date, last: dt.date) -> Decimal:
    return Decimal(sum((first + DAY * step).weekday() < 5 for step in range((last - first).days + 1)))


def _standing(asker: Asker) -> Iterator[Draft]:
    """The letter of a month for those of a health centre who go out to the villages."""
    if asker.person.unit.kind != Unit.Kind.HEALTH_CENTRE or asker.rng.random() >= 0.12:
        return
    month = asker.today.replace(day=1)
    end = (month + DAY * 32).replace(day=1) - DAY
    spots = [(site.name, site.shape, site.radius_m) for site in sites_for(asker.person, asker.today)]
    villages = tuple((f"Posyandu {name}", None, None) for name in asker.rng.sample(saying.VILLAGES, 3))
    letter = f"440/{asker.rng.randrange(10, 99)}/ST/{month.year}"
    yield Draft(asker.person, Kind.FIELD, month, end, letter=letter, places=(*villages, *spots[:1]))


def _annual_open(asker: Asker) -> Draft | None:
    run = asker.run(4)
    return _leave(asker, Kind.ANNUAL, run, Stage.SUPERVISOR, words=asker.rng.choice(saying.HOLIDAYS)) if run else None


def _sick_open(asker: Asker) -> Draft | None:
    if asker.today not in asker.past.work or asker.past.came_today:
        return _important(asker) if asker.coming else None
    run = asker.run(2, asker.today)
    return _leave(asker, Kind.SICK, run, Stage.SUPERVISOR, words=asker.rng.choice(saying.ILLNESSES))


def _correction_open(asker: Asker) -> Draft | None:
    lately = [day for day in asker.past.work if asker.today - DAY * 12 <= day < asker.today]
    days = [day for day in lately if day in asker.past.absent] or [day for day in lately if day in asker.past.forgotten]
    if not days:
        return None
    came = moment(days[-1], dt.time(7, asker.rng.randrange(12, 30)))
    return Draft(
        asker.person, Kind.CORRECTION, days[-1], days[-1], Stage.SUPERVISOR, words="HP habis baterai di perjalanan",
        claim=("in", came, "dead_phone"),
    )  # fmt: skip


def _errand_open(asker: Asker) -> Draft | None:
    return _hours(asker, asker.rng.choice(asker.coming[:5]), Stage.SUPERVISOR) if asker.coming else None


def _travel_open(asker: Asker) -> Draft | None:
    return _duty(asker, Kind.TRAVEL, asker.run(3), Stage.SUPERVISOR) if asker.coming else None


OPEN_CASES: tuple[Callable[[Asker], Draft | None], ...] = (
    _sick_open, _annual_open, _errand_open, _correction_open, _travel_open,
)  # fmt: skip
