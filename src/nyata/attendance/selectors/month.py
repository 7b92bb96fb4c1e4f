"""A person's days: those on record, and today computed as it stands."""

import datetime as dt
from collections.abc import Iterable

from nyata.attendance.models import DayRecord, LateDifference
from nyata.attendance.selectors.inputs import inputs
from nyata.core.policy import Policy
from nyata.core.worktime.columns import DAY_MINUTES, Flag, Status, minute_of
from nyata.people.selectors import placements
from nyata.people.selectors.placed import Placed
from nyata.rules.selectors import policy_on

COLUMNS = (
    "status", "flags", "cover", "start", "end", "first_in", "last_out", "in_mark", "out_mark", "owed", "credited",
    "late", "early", "away", "beyond", "late_band", "early_band",
)  # fmt: skip


def live(person_id: int, first: dt.date, last: dt.date, *, as_of: int) -> dict[dt.date, DayRecord]:
    """Days of a person computed as they stand at a minute, by day; nothing is written. `version` is 0.

    Days on which the person is not in service, or the unit does not check in yet, are left out.
    """
    found = inputs([person_id], first, last).records(as_of=as_of)
    return {
        row["day"]: DayRecord(
            person_id=person_id, day=row["day"], version=0, current=False, **{name: row[name] for name in COLUMNS}
        )
        for row in found.iter_rows(named=True)
    }


def recorded(person_id: int, first: dt.date, last: dt.date) -> dict[dt.date, DayRecord]:
    """Current records of a person by day. One query."""
    found = DayRecord.objects.filter(person_id=person_id, current=True, day__range=(first, last))
    return {one.day: one for one in found}


def month_of(person_id: int, first: dt.date, last: dt.date, *, today: dt.date, as_of: int) -> dict[dt.date, DayRecord]:
    """Records of a person's days; today, and days that no night has reckoned yet, as they stand. By day."""
    found = recorded(person_id, first, last)
    missing = [day for day in _days(max(first, today - dt.timedelta(days=2)), min(last, today)) if day not in found]
    if missing:
        found |= {day: one for day, one in live(person_id, missing[0], missing[-1], as_of=as_of).items()
                  if day in missing}  # fmt: skip
    return dict(sorted(found.items()))


def versions_of(person_id: int, day: dt.date) -> list[DayRecord]:
    """Everything that was ever on record for a day, the newest first, with the run of each. One query."""
    found = DayRecord.objects.filter(person_id=person_id, day=day).select_related("reckoning")
    return list(found.order_by("-version"))


def difference_of(person_id: int, day: dt.date) -> LateDifference | None:
    """The newest difference to a locked day. One query."""
    found = LateDifference.objects.filter(person_id=person_id, day=day).select_related("reckoning")
    return found.order_by("-id").first()


def rules_of(records: Iterable[DayRecord], person_id: int) -> dict[dt.date, Policy]:
    """The policy of each record's day for the person's employment on it. One query."""
    kept = list(records)
    if not kept:
        return {}
    placed = placements([person_id], kept[0].day, kept[-1].day)
    return {one.day: _rules(one, placed) for one in kept}


def _rules(record: DayRecord, placed: list[Placed]) -> Policy:
    season = "ramadan" if record.flags & Flag.RAMADAN else "normal"
    employment = next((one.employment for one in placed if one.first <= record.day <= one.last), "PNS")
    return policy_on(record.day, employment=employment, season=season)


def is_open(record: DayRecord, as_of: int) -> bool:
    """Whether the day may still become another by itself: it is not over yet."""
    return record.status == Status.PENDING or bool(record.flags & Flag.RUNNING) or (
        minute_of(record.day) + DAY_MINUTES > as_of
    )  # fmt: skip


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
