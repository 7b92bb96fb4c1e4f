"""Sixty days of check-ins for the demo, with ordinary human variety: habits, rain, leave, a dead spot, a missed move.

The rows have the shape of real ones, without photographs and without ledger entries: nothing here was signed by
anybody. Payloads are kept small. The same people and day always make the same history.
"""

import datetime as dt
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import holidays

from nyata.checkins.demo_called import Call
from nyata.checkins.demo_hours import Hours
from nyata.checkins.models import Purpose
from nyata.core.reasons import Reason
from nyata.people.models import Person

JAKARTA = dt.timezone(dt.timedelta(hours=7))  # without a summer time: an offset is enough, and quicker
SEED = 1602
PROGRAM = "demo"
NULL = r"\N"
NOBODY: Mapping[int, Call] = {}
DECLINED = "Belum dapat dipastikan, mohon hubungi saya."
OPEN_REVIEWS = dt.timedelta(days=2)  # older ones were decided by the supervisor
UPHELD_WORDS = ("Dikenal, foto kurang terang.", "Sudah dilihat, benar orangnya.", "Hadir di apel pagi.")
FIELD_WORDS = ("Posyandu desa", "Rapat di kecamatan", "Kunjungan lapangan", "Antar berkas ke kabupaten")


@dataclass(frozen=True, slots=True)
class Worker:
    """A person of the history. `place` is (latitude, longitude) of the site; `supervisor` decides on reviews."""

    person: int
    device: int
    place: tuple[float, float] | None
    supervisor: int | None
    last_day: dt.date | None = None


@dataclass(slots=True)
class Habit:
    """How somebody usually comes and goes, in minutes around the hours asked for; drawn once, kept all along."""

    comes: float  # before the start where below zero
    spread: float
    stays: float
    misses: float
    forgets: float
    dead_spot: float
    away: set[dt.date] = field(default_factory=set)
    mondays: float = 0  # later by so much on Mondays


@dataclass(frozen=True, slots=True)
class Day:
    """What each attempt of a day shares."""

    date: dt.date
    midnight: dt.datetime
    policy_hash: str
    now: dt.datetime


def working_days(today: dt.date, days: int) -> list[dt.date]:
    """The Mondays to Fridays of the last `days` days, today included, without holidays and cuti bersama."""
    first = today - dt.timedelta(days=days)
    free = holidays.country_holidays("ID", years=range(first.year, today.year + 1), categories=("public", "government"))
    span = (first + dt.timedelta(days=number) for number in range(days + 1))
    return [day for day in span if day.weekday() < 5 and day not in free]


def draw_habit(rng: random.Random, days: list[dt.date]) -> Habit:
    """Most come within the 25 minutes before the start, some 20 after; one in seven has a week of leave in the span."""
    away: set[dt.date] = set()
    if days and rng.random() < 0.14:
        start = rng.randrange(len(days))
        away = set(days[start : start + rng.randint(3, 5)])
    return Habit(
        comes=min(max(rng.gauss(-8, 9), -25), 20),
        spread=rng.uniform(2.5, 7),
        stays=rng.expovariate(1 / 9) + 2,
        misses=rng.choice((0.01, 0.02, 0.03, 0.06)),
        forgets=rng.choice((0.01, 0.02, 0.05)),
        dead_spot=rng.choice((0, 0, 0.01, 0.15)) if rng.random() < 0.3 else 0.005,
        away=away,
    )


class Writer:
    """Makes lines of COPY's text format, keys included: adapting a million rows value by value takes minutes."""

    def __init__(self, rng: random.Random, first_checkin: int) -> None:
        self.rng = rng
        self.next_id = first_checkin

    def day(
        self, day: Day, workers: Iterable[tuple[Worker, Habit]], hours: Hours, called: Mapping[int, Call] = NOBODY
    ) -> Iterator[tuple[str, str]]:
        """For each attempt of the day that lies before `day.now`, its line and the lines of its verdicts."""
        for worker, habit in workers:
            asked = hours.get(worker.person)
            is_over = worker.last_day and day.date > worker.last_day
            if not asked or is_over or day.date in habit.away or self.rng.random() < habit.misses:
                continue
            monday = habit.mondays if day.date.weekday() == 0 else 0
            for start, end in asked:
                late = 25 * self.rng.random() if self.rng.random() < 0.04 else 0
                comes = start + habit.comes + self.rng.gauss(0, habit.spread) + late + monday
                there, comes = self._called(called.get(worker.person), worker, habit, start, comes)
                yield from self._visit(day, there, habit, Purpose.IN.value, comes)
                if self.rng.random() >= habit.forgets:
                    goes = end + 1 + abs(self.rng.gauss(habit.stays, habit.spread))
                    yield from self._visit(day, worker, habit, Purpose.OUT.value, goes)

    def _called(
        self, call: Call | None, worker: Worker, habit: Habit, start: int, comes: float
    ) -> tuple[Worker, float]:
        """Where and when somebody comes who is called to a place in the morning; one in eleven goes to work."""
        if call is None or not call.opens - 60 <= start < call.closes or self.rng.random() < 0.09:
            return worker, comes
        there = max(call.opens + self.rng.random(), call.closes - 38 + habit.comes + self.rng.gauss(0, habit.spread))
        return replace(worker, place=call.place), there

    def _visit(self, day: Day, worker: Worker, habit: Habit, purpose: str, minutes: float) -> Iterator[tuple[str, str]]:
        acted = day.midnight + dt.timedelta(milliseconds=int(minutes * 60_000))
        if acted > day.now - dt.timedelta(minutes=2):
            return
        chance = self.rng.random()
        if chance < 0.014:
            yield from self._tried_twice(day, worker, purpose, acted)
        elif chance < 0.022:
            yield self._reviewed(day, worker, purpose, acted, Reason.FACE_UNSURE, None)
        elif chance < 0.028:
            yield self._reviewed(day, worker, purpose, acted, Reason.FIELD_DUTY_DECLARED, self.rng.choice(FIELD_WORDS))
        else:
            yield self._accepted(day, worker, purpose, acted, is_offline=self.rng.random() < habit.dead_spot)

    def _tried_twice(self, day: Day, worker: Worker, purpose: str, acted: dt.datetime) -> Iterator[tuple[str, str]]:
        again = acted + dt.timedelta(seconds=self.rng.randint(40, 90))
        first = self.next_id
        line, received = self._line(day, worker, purpose, acted)
        unread = Judged("step_up", "first", "moves_unread,face_matches", received)
        passed = Judged("accepted", "stepped_up", "stepped_up", again, counts_at=acted)
        yield line, self._verdict(first, day, unread) + self._verdict(first, day, passed)
        yield self._accepted(day, worker, purpose, again, step_up_of=first)

    def _accepted(
        self, day: Day, worker: Worker, purpose: str, acted: dt.datetime, *, is_offline: bool = False,
        step_up_of: int | None = None,
    ) -> tuple[str, str]:  # fmt: skip
        number = self.next_id
        line, received = self._line(day, worker, purpose, acted, is_offline=is_offline, step_up_of=step_up_of)
        clock = "clock_anchored" if is_offline else "clock_live"
        place = "inside_site" if worker.place else "no_site_assigned"
        judged = Judged("accepted", "first", f"face_matches,moves_done,{place},{clock}", received, counts_at=acted)
        return line, self._verdict(number, day, judged)

    def _reviewed(
        self, day: Day, worker: Worker, purpose: str, acted: dt.datetime, why: Reason, duty: str | None
    ) -> tuple[str, str]:
        number = self.next_id
        line, received = self._line(day, worker, purpose, acted, duty=duty)
        verdicts = self._verdict(number, day, Judged("review", "first", f"{why},clock_live", received, counts_at=acted))
        if worker.supervisor and day.now - acted > OPEN_REVIEWS:
            decided_at = acted + dt.timedelta(hours=self.rng.uniform(0.5, 26))
            if self.rng.random() < 0.93:
                words = self.rng.choice(UPHELD_WORDS)
                decision = Judged("accepted", "review", "review_upheld", decided_at, acted, worker.supervisor, words)
            else:
                decision = Judged(
                    "declined", "review", "review_declined", decided_at, None, worker.supervisor, DECLINED
                )
            verdicts += self._verdict(number, day, decision)
        return line, verdicts

    def _line(
        self, day: Day, worker: Worker, purpose: str, acted: dt.datetime, *, is_offline: bool = False,
        step_up_of: int | None = None, duty: str | None = None,
    ) -> tuple[str, dt.datetime]:  # fmt: skip
        """One CheckIn in the order of CHECKIN_COLUMNS, and when it was received; takes the next key."""
        number, self.next_id = self.next_id, self.next_id + 1
        digest = self.rng.randbytes(32).hex()
        delay = self.rng.uniform(180, 2_700) if is_offline else self.rng.uniform(5.5, 11)
        received = min(acted + dt.timedelta(seconds=delay), day.now)
        question = digest[32:]
        asked = f"{NULL}\t{question}\t0" if is_offline else f"{question}\t{NULL}\t{NULL}"
        earliest = acted if is_offline else acted - dt.timedelta(milliseconds=self.rng.randint(20, 400))
        mark = "anchored" if is_offline else "live"
        line = (
            f"{number}\t{digest[:32]}\t\\\\x{digest}\t{worker.person}\t{worker.device}\t{purpose}\t{asked}\t"
            f"{step_up_of or NULL}\t{acted}\t{earliest}\t{received}\t{acted}\t{mark}\t"
            f"{self._payload(worker, purpose, duty, acted)}\t{{}}\t{acted.date()}\t\n"
        )
        return line, received

    def _payload(self, worker: Worker, purpose: str, duty: str | None, acted: dt.datetime) -> str:
        fixes = "[]"
        if worker.place:
            reach = 0.02 if duty else 0.00012
            latitude = worker.place[0] + self.rng.uniform(-reach, reach)
            longitude = worker.place[1] + self.rng.uniform(-reach, reach)
            accuracy = self.rng.choice((6, 8, 11, 14, 19, 24))
            time_ms = int(acted.timestamp() * 1000)
            fixes = (
                f'[{{"latitude":{latitude:.6f},"longitude":{longitude:.6f},"accuracy":{accuracy},'
                f'"time_ms":{time_ms},"at_ms":0}}]'
            )
        words = f'"{duty}"' if duty else "null"
        return f'{{"v":1,"demo":true,"purpose":"{purpose}","frames":[],"fixes":{fixes},"field_duty":{words}}}'

    def _verdict(self, checkin: int, day: Day, judged: "Judged") -> str:
        """One Verdict in the order of VERDICT_COLUMNS."""
        made_at = min(judged.at + dt.timedelta(seconds=1.2), day.now)
        return (
            f"{checkin}\t{judged.stage}\t{judged.outcome}\t{{{judged.reasons}}}\t[]\t{day.policy_hash}\t{PROGRAM}\t"
            f"{judged.counts_at or NULL}\t{made_at}\t{judged.by or NULL}\t{judged.words}\n"
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes a Verdict; `reasons` joined by commas, `by` the person who decided."""

    outcome: str
    stage: str
    reasons: str
    at: dt.datetime
    counts_at: dt.datetime | None = None
    by: int | None = None
    words: str = ""


CHECKIN_COLUMNS = (
    "id", "public_id", "digest", "person_id", "device_id", "purpose", "challenge", "ticket", "ticket_counter",
    "step_up_of_id", "claimed_at", "earliest_at", "received_at", "acted_at", "time_mark", "payload", "proof", "day",
    "receipt",
)  # fmt: skip
VERDICT_COLUMNS = (
    "checkin_id", "stage", "outcome", "reasons", "signals", "policy_hash", "program", "counts_at", "made_at",
    "decided_by_id", "words",
)  # fmt: skip


def person_rng(person: Person) -> random.Random:
    """A person's own dice: the habits of one do not change when another joins."""
    return random.Random(f"{SEED}-{person.nip}")  # noqa: S311 - a world, not a secret
