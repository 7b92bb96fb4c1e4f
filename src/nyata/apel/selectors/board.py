"""A session for leaders: how many are there, by unit, and who is not, with reasons. Lists are made once a revision."""

import datetime as dt
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection

from nyata.apel.kinds import State
from nyata.apel.models import Reason, Session
from nyata.apel.selectors.lines import Line, Sums, list_of, sums_of
from nyata.attendance.selectors.reach import Reach
from nyata.people.models import Person, Unit
from nyata.people.selectors import above

# Ids only grow, and each maximum is one step in an index.
_NEWEST = """
SELECT (SELECT max(id) FROM checkins_checkin), (SELECT max(id) FROM checkins_verdict),
       (SELECT max(id) FROM checkins_attestation), (SELECT max(id) FROM leave_step), (SELECT max(id) FROM apel_sealing),
       (SELECT max(id) FROM apel_reason), (SELECT max(answered_at) FROM apel_reason WHERE session_id = %(session)s)
"""
KEPT = 6
A_PAGE = 50
A_PAPER = 400
SOUGHT = (State.MISSED, State.AWAITED, State.ASKED, State.REVIEW, State.EXCUSED)
_kept: OrderedDict[int, tuple[str, list[Line]]] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Group:
    """An OPD, or a unit within one, with its counts."""

    unit: Unit
    sums: Sums


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody who is not there, or of whom it is not settled, with the reason they gave."""

    line: Line
    person: Person
    unit: Unit
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Board:
    """`opd`: the one whose units are shown. `total`: of people who are not there, of whom a page is in `absent`."""

    sums: Sums
    groups: list[Group]
    absent: list[Absent]
    total: int
    opd: Unit | None


def revision(session: Session, now: dt.datetime, *seen_by: object) -> str:
    """What changes whenever a list may be another; within the minute where rows change in place. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, {"session": session.pk})
        newest = cursor.fetchone()
    words = (newest, int(now.timestamp()) // 60, now >= session.closes_at, session.sealed_version, seen_by)
    return hashlib.sha256(repr(words).encode()).hexdigest()[:32]


def lines_shown(session: Session, now: dt.datetime) -> list[Line]:
    """The whole list, made once for everybody who looks at the same revision."""
    mark = revision(session, now)
    known = _kept.get(session.pk)
    if known is None or known[0] != mark:
        known = (mark, list_of(session, now))
        _kept[session.pk] = known
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return known[1]


def board(
    session: Session,
    now: dt.datetime,
    reach: Reach,
    *,
    opd: Unit | None = None,
    names: bool = True,
    page: int = 1,
    most: int = A_PAGE,
) -> Board:
    """A session as far as somebody reaches. `names` false: counts only, of everybody. Four queries beside the list."""
    lines = [line for line in lines_shown(session, now) if not names or reach.holds(line.path)]
    if opd is not None:
        lines = [line for line in lines if line.path.startswith(opd.path or "-")]
    opds = {above(line.path)[0] for line in lines}
    if opd is None and len(opds) == 1:
        opd = Unit.objects.get(path=opds.pop())
    key: Callable[[Line], str] = (lambda line: line.path) if opd else (lambda line: above(line.path)[0])
    absent = [line for line in lines if line.state in SOUGHT] if names else []
    absent.sort(key=lambda line: (SOUGHT.index(line.state), line.path, line.person_id))
    some = absent[(page - 1) * most : page * most]
    return Board(sums_of(lines), _groups(lines, key), _named(session, some), len(absent), opd)


def _groups(lines: Sequence[Line], key: Callable[[Line], str]) -> list[Group]:
    parts: dict[str, list[Line]] = {}
    for line in lines:
        parts.setdefault(key(line), []).append(line)
    units = {unit.path: unit for unit in Unit.objects.filter(path__in=parts)}
    found = [Group(units[path], sums_of(part)) for path, part in parts.items()]
    return sorted(found, key=lambda group: (group.unit.name, group.unit.pk))


def _named(session: Session, lines: Sequence[Line]) -> list[Absent]:
    ids = [line.person_id for line in lines]
    people = Person.objects.in_bulk(ids)
    units = Unit.objects.in_bulk({line.unit_id for line in lines})
    given = Reason.objects.filter(session=session, person__in=ids).defer("evidence").order_by("pk")
    reasons = {one.person_id: one for one in given}
    return [Absent(line, people[line.person_id], units[line.unit_id], reasons.get(line.person_id)) for line in lines]
