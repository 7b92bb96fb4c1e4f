"""The working-time rules once more, slowly and plainly, minute by minute; the columnar function must agree."""

from dataclasses import dataclass, field

from nyata.core.worktime.columns import Cover, Direction, Effect, Extent, Flag, Kind, Mark, Status


@dataclass
class Span:
    day: int
    start: int
    end: int
    part: int = 0
    kind: Kind = Kind.WORK
    rest: tuple[int, int] = (0, 0)
    slack: int = 0
    weekly: bool = False


@dataclass
class Punch:
    second: int
    direction: Direction
    mark: Mark = Mark.LIVE

    @property
    def begun(self) -> int:
        return self.second // 60

    @property
    def full(self) -> int:
        return (self.second + 59) // 60


@dataclass
class Leave:
    start: int
    end: int
    cover: Cover
    extent: Extent = Extent.TIMES


@dataclass
class Terms:
    before: int = 120
    after: int = 360
    gap: int = 30
    late: tuple[int, ...] = (1, 31, 61, 91)
    early: tuple[int, ...] = (1, 31, 61, 91)
    no_record: int = 4


@dataclass
class Part:
    """What one span turned out to be."""

    span: Span
    status: Status = Status.OFF
    flags: Flag = Flag(0)
    cover: int = 0
    start: int | None = None
    end: int | None = None
    came: Punch | None = None
    left: Punch | None = None
    owed: int = 0
    credited: int = 0
    late: int = 0
    early: int = 0
    away: int = 0
    beyond: int = 0
    punches: list[Punch] = field(default_factory=list)
    strays: int = 0


ORDER = [
    Status.PRESENT, Status.PENDING, Status.ABSENT, Status.DUTY, Status.LEAVE,
    Status.FLEXIBLE, Status.ON_CALL, Status.UNPLANNED, Status.HOLIDAY, Status.OFF,
]  # fmt: skip


def records(spans: list[Span], punches: list[Punch], covers: list[Leave], terms: Terms, as_of: int) -> list[dict]:
    """One person's days, in order."""
    parts = [Part(span) for span in sorted(spans, key=lambda span: (span.start, span.part))]
    for punch in sorted(punches, key=lambda one: one.second):
        _give(punch, parts, terms)
    for part in parts:
        _judge(part, covers, terms, as_of)
    days: dict[int, list[Part]] = {}
    for part in parts:
        days.setdefault(part.span.day, []).append(part)
    return [_day(day, days[day], terms) for day in sorted(days)]


def _give(punch: Punch, parts: list[Part], terms: Terms) -> None:
    best: Part | None = None
    near = 10**9
    for part in reversed(parts):
        span = part.span
        if span.kind != Kind.WORK or not span.start - terms.before <= punch.begun <= span.end + terms.after:
            continue
        if punch.direction == Direction.OUT and punch.begun < span.start:
            continue
        distances = []
        if punch.direction != Direction.OUT:
            distances.append(abs(punch.begun - span.start))
        if punch.direction != Direction.IN:
            distances.append(abs(punch.full - span.end))
        if min(distances) < near:
            best, near = part, min(distances)
    if best is None:
        best = next((p for p in parts if p.span.kind != Kind.WORK and p.span.day == punch.begun // 1440), None)
    if best is not None:
        best.punches.append(punch)
        return
    day = next((p for p in parts if p.span.day == punch.begun // 1440), None)
    if day is not None:
        day.strays += 1


def _judge(part: Part, covers: list[Leave], terms: Terms, as_of: int) -> None:
    span = part.span
    work = span.kind == Kind.WORK
    _presence(part, terms)
    came = part.came.begun if part.came else None
    left = part.left.full if part.left else None
    if came is not None and left is not None and left <= came:
        part.flags |= Flag.OUT_BEFORE_IN
        part.left, left = None, None
    gaps = _gaps(part, came, left)
    if part.strays or (part.punches and came is None and left is None):
        part.flags |= Flag.STRAY
    if not work:
        part.status = {
            Kind.OFF: Status.OFF,
            Kind.HOLIDAY: Status.HOLIDAY,
            Kind.ON_CALL: Status.ON_CALL,
            Kind.UNPLANNED: Status.UNPLANNED,
        }[span.kind]
        if came is not None and left is not None:
            part.beyond = len(set(range(came, left)) - gaps)
            part.flags |= Flag.BEYOND if part.beyond else Flag(0)
        return
    over = as_of > span.end + terms.after
    excused, credited = _covered(part, covers)
    taken = bool(excused or credited) or _touched(part, covers)
    slid = 0
    if came is not None and not taken and not span.weekly:
        slid = min(max(came - span.start, 0), span.slack)
    asked = set(range(span.start + slid, span.end + slid)) - set(range(*span.rest))
    excused &= asked
    credited = credited & asked - excused
    wanted = asked - excused - credited
    whole = taken and not wanted
    part.owed = len(asked - excused)
    before = {minute for minute in wanted if came is not None and minute < came}
    after = {minute for minute in wanted if left is not None and minute >= left}
    away = (gaps & wanted) - before - after
    both = came is not None and left is not None
    here = wanted - before - after - away if both else set()
    part.late, part.early, part.away = len(before), len(after), len(away)
    part.credited = len(here | credited)
    if both and not whole:
        part.beyond = (
            len(set(range(max(span.end + slid, came), left)) - gaps) if left > max(span.end + slid, came) else 0
        )
    if span.weekly:
        present = len(set(range(came, left)) - gaps - set(range(*span.rest))) if both else 0
        part.credited = max(present, part.credited)
        part.late = part.early = part.away = part.beyond = 0
        part.flags |= Flag.WEEKLY
    if wanted:
        part.start, part.end = min(wanted), max(wanted) + 1
    if whole:
        part.status = Status.DUTY if part.owed else Status.LEAVE
    elif came is not None or left is not None:
        part.status = Status.PRESENT
    elif over:
        part.status = Status.FLEXIBLE if span.weekly else Status.ABSENT
    else:
        part.status = Status.PENDING
    raised = {
        Flag.LATE: part.late,
        Flag.EARLY: part.early,
        Flag.AWAY: part.away,
        Flag.BEYOND: part.beyond,
        Flag.NO_IN: not whole and left is not None and came is None,
        Flag.NO_OUT: not whole and came is not None and left is None and over,
        Flag.RUNNING: not whole and came is not None and left is None and not over,
        Flag.COVERED: whole,
        Flag.PART_COVERED: taken and bool(wanted) and bool(excused or credited),
        Flag.WORKED_ON_LEAVE: part.status == Status.LEAVE and (came is not None or left is not None),
        Flag.SLID: slid,
        Flag.OVERNIGHT: span.end > (span.day + 1) * 1440,
    }
    for flag, raise_it in raised.items():
        if raise_it:
            part.flags |= flag


def _presence(part: Part, terms: Terms) -> None:
    span, work = part.span, part.span.kind == Kind.WORK
    comes = [p for p in part.punches if p.direction == Direction.IN and (not work or p.begun < span.end)]
    leaves = [p for p in part.punches if p.direction == Direction.OUT]
    silent = [p for p in part.punches if p.direction == Direction.UNKNOWN]
    if silent:
        first = min(silent, key=lambda p: (p.begun, p.mark))
        last = max(silent, key=lambda p: (p.full, -p.mark))
        towards_start = abs(first.begun - span.start) <= abs(last.full - span.end)
        apart = last.full - first.begun >= terms.gap
        if (apart or towards_start or not work) and (not work or first.begun < span.end):
            comes.append(first)
        if apart or (work and not towards_start):
            leaves.append(last)
    part.came = min(comes, key=lambda p: (p.begun, p.mark)) if comes else None
    part.left = max(leaves, key=lambda p: (p.full, -p.mark)) if leaves else None


def _gaps(part: Part, came: int | None, left: int | None) -> set[int]:
    away: set[int] = set()
    for one, next_one in zip(part.punches, part.punches[1:], strict=False):
        if (one.direction, next_one.direction) != (Direction.OUT, Direction.IN):
            continue
        start, end = one.full, next_one.begun
        if end > start and came is not None and start > came and (left is None or end < left):
            away |= set(range(start, end))
    return away


def _over(span: Span, cover: Leave) -> tuple[int, int] | None:
    """From when to when a cover takes the span; None where it does not lie over it."""
    if cover.extent == Extent.TIMES:
        if span.start < cover.end and span.end > cover.start:
            return max(span.start, cover.start), min(span.end, cover.end)
        return None
    if not cover.start // 1440 <= span.day <= (cover.end - 1) // 1440:
        return None
    rest = span.rest if span.rest[1] > span.rest[0] else ((span.start + span.end) // 2,) * 2
    if cover.extent == Extent.FIRST_HALF:
        return span.start, rest[0]
    if cover.extent == Extent.SECOND_HALF:
        return rest[1], span.end
    return span.start, span.end


def _covered(part: Part, covers: list[Leave]) -> tuple[set[int], set[int]]:
    minutes: dict[Effect, set[int]] = {effect: set() for effect in Effect}
    lying = []
    for cover in covers:
        over = _over(part.span, cover)
        if over is None:
            continue
        lying.append((over[0], cover))
        minutes[cover.cover.effect] |= set(range(*over))
        if cover.cover == Cover.OUTAGE:
            part.flags |= Flag.OUTAGE
        if cover.cover.effect == Effect.ELSEWHERE:
            part.flags |= Flag.ELSEWHERE
    if lying:
        part.cover = min(lying, key=lambda one: one[0])[1].cover
    return minutes[Effect.EXCUSED], minutes[Effect.CREDITED]


def _touched(part: Part, covers: list[Leave]) -> bool:
    return any(_over(part.span, one) is not None and one.cover.effect != Effect.ELSEWHERE for one in covers)


def _day(day: int, parts: list[Part], terms: Terms) -> dict:
    status = min((part.status for part in parts), key=ORDER.index)
    flags = Flag(0)
    for part in parts:
        flags |= part.flags & ~Flag.COVERED
    covered = [Flag.COVERED in part.flags for part in parts]
    away = sum(part.away for part in parts)
    if all(covered):
        flags |= Flag.COVERED
    elif any(covered):
        flags |= Flag.PART_COVERED
    if len(parts) > 1:
        flags |= Flag.SPLIT
    missed = [part for part in parts if part.status == Status.ABSENT]
    if missed and status == Status.PRESENT:
        flags |= Flag.PART_MISSED
        away += sum(part.owed - part.credited for part in missed)
    comes = [part.came for part in parts if part.came]
    leaves = [part.left for part in parts if part.left]
    came = min(comes, key=lambda p: (p.begun, p.mark)) if comes else None
    left = max(leaves, key=lambda p: (p.full, -p.mark)) if leaves else None
    for flag, mark in ((Flag.UNPROVEN, Mark.UNPROVEN), (Flag.CORRECTED, Mark.CORRECTED)):
        if any(end and end.mark == mark for end in (came, left)):
            flags |= flag
    late, early = sum(part.late for part in parts), sum(part.early for part in parts)
    late_band = terms.no_record if Flag.NO_IN in flags else sum(0 < limit <= late for limit in terms.late)
    early_band = terms.no_record if Flag.NO_OUT in flags else sum(0 < limit <= early for limit in terms.early)
    if Flag.WEEKLY in flags:
        late_band = early_band = 0
    if terms.late[0] == 0 and terms.early[0] == 0:
        flags |= Flag.NO_BANDS
    starts = [part.start for part in parts if part.start is not None]
    ends = [part.end for part in parts if part.end is not None]
    return {
        "day": day,
        "status": status.value,
        "flags": flags.value,
        "cover": next((int(part.cover) for part in parts if part.cover), 0),
        "start": min(starts, default=None),
        "end": max(ends, default=None),
        "first_in": came.begun if came else None,
        "last_out": left.full if left else None,
        "in_mark": came.mark.value if came else None,
        "out_mark": left.mark.value if left else None,
        "owed": sum(part.owed for part in parts),
        "credited": sum(part.credited for part in parts),
        "late": late,
        "early": early,
        "away": away,
        "beyond": sum(part.beyond for part in parts),
        "late_band": late_band,
        "early_band": early_band,
        "terms": 0,
    }
