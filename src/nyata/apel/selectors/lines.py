"""A session's list as it stands: each of the invited with what is known of them. Nothing is written here."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from nyata.apel.kinds import Known, State, Why
from nyata.apel.models import Reason, RollLine, Session
from nyata.apel.selectors.excuses import excuses
from nyata.apel.selectors.invited import Invited, invited_to
from nyata.apel.selectors.presence import Came, presence
from nyata.apel.selectors.standing import standing_of


class Line(NamedTuple):
    """One person of a list. `late`: whole minutes after the start; `acted_at`: None where nothing is known."""

    person_id: int
    unit_id: int
    path: str
    state: State
    why: Why = Why.NONE
    acted_at: dt.datetime | None = None
    late: int = 0
    known: Known = Known.LIVE

    @property
    def what(self) -> tuple[object, ...]:
        """What a new version is compared by."""
        return self.unit_id, self.state, self.why, self.acted_at, self.late, self.known


def lines_of(session: Session, as_of: dt.datetime, person_ids: Collection[int] | None = None) -> list[Line]:
    """The list at a moment, by unit and person. The same number of queries for ten people and for 12,000."""
    invited = invited_to(session, person_ids)
    came = presence(session, invited)
    away = [one.person_id for one in invited if one.person_id not in came or not came[one.person_id].is_settled]
    answers = _answers(session, away)
    told = {person for person, answer in answers.items() if answer == Reason.Answer.GRANTED}
    unknown = [person for person in away if person not in told and person not in came]
    is_held = standing_of(session, as_of).is_held
    excused = excuses(session, unknown) if is_held else dict.fromkeys(unknown, Why.NOT_HELD)
    is_over = as_of >= session.closes_at
    return [_line(session, one, came.get(one.person_id), answers, excused, is_over) for one in invited]


def _line(
    session: Session, one: Invited, came: Came | None, answers: Mapping[int, str], excused: Mapping[int, Why],
    is_over: bool,
) -> Line:  # fmt: skip
    if came is not None and came.is_settled:
        return Line(*one, State.PRESENT, Why.NONE, came.at, late_minutes(session, came.at), came.known)
    answer = answers.get(one.person_id)
    if answer == Reason.Answer.GRANTED:
        return Line(*one, State.EXCUSED, Why.GRANTED)
    if came is not None:
        return Line(*one, State.REVIEW, Why.NONE, came.at, late_minutes(session, came.at), came.known)
    if one.person_id in excused:
        return Line(*one, State.EXCUSED, excused[one.person_id])
    if answer == "":
        return Line(*one, State.ASKED)
    return Line(*one, State.MISSED if is_over else State.AWAITED)


def late_minutes(session: Session, at: dt.datetime) -> int:
    """Whole minutes from the start to a moment; 0 before a minute is full."""
    return max(0, int((at - session.starts_at).total_seconds()) // 60)


def _answers(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """The answer to the reason that stands of each who gave one; empty while it waits. One query."""
    if not person_ids:
        return {}
    found = Reason.objects.filter(session=session, person__in=person_ids).exclude(answer=Reason.Answer.DECLINED)
    return dict(found.values_list("person_id", "answer"))


def sealed_lines(session: Session, person_ids: Collection[int] | None = None) -> list[Line]:
    """The newest list of a session that was closed, by unit and person. One query."""
    found = RollLine.objects.filter(session=session, current=True).exclude(state=State.NOT_INVITED)
    if person_ids is not None:
        found = found.filter(person__in=person_ids)
    return [
        Line(person, unit, path or "", State(state), Why(why), at, late, Known(known))
        for person, unit, path, state, why, at, late, known in found.order_by("unit__path", "person_id").values_list(
            "person_id", "unit_id", "unit__path", "state", "why", "acted_at", "late", "known"
        )
    ]


def list_of(session: Session, as_of: dt.datetime, person_ids: Collection[int] | None = None) -> list[Line]:
    """What the pages show: the closed list once there is one, before that the list as it stands."""
    if session.sealed_version:
        return sealed_lines(session, person_ids)
    return lines_of(session, as_of, person_ids)


class Sums(NamedTuple):
    """How many people of a list are what. `expected`: all but those with a reason."""

    invited: int
    present: int
    late: int
    review: int
    excused: int
    asked: int
    missed: int
    awaited: int

    @property
    def expected(self) -> int:
        return self.invited - self.excused

    @property
    def not_there(self) -> int:
        """Expected, and nothing known so far."""
        return self.missed + self.awaited + self.asked

    @property
    def percent(self) -> int | None:
        """Present of those expected, in whole percent; None where nobody is."""
        return round(100 * self.present / self.expected) if self.expected else None


def sums_of(lines: Iterable[Line]) -> Sums:
    """The counts of some lines."""
    counted: Counter[State] = Counter()
    late = 0
    for line in lines:
        counted[line.state] += 1
        late += line.state == State.PRESENT and line.late > 0
    return Sums(
        counted.total(), counted[State.PRESENT], late, counted[State.REVIEW], counted[State.EXCUSED],
        counted[State.ASKED], counted[State.MISSED], counted[State.AWAITED],
    )  # fmt: skip
