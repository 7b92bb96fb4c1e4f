"""What somebody asks for, before it is a request."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nyata.leave.kinds import Extent, Kind


@dataclass(frozen=True, slots=True)
class Spot:
    """A place by name; with a shape (GeoJSON Point with a radius, or Polygon) check-ins inside it are accepted."""

    name: str
    shape: Mapping[str, Any] | None = None
    radius_m: float | None = None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A record that is missing: `purpose` "in" or "out", when it was, and why."""

    purpose: str
    claimed_at: dt.datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Wish:
    """A request as it is asked. Times only with Extent.TIMES, `forgotten` only with a correction.

    `travel_days`: so many calendar days at the end of annual leave are for the way to a place that is hard to reach.
    """

    kind: Kind
    first: dt.date
    last: dt.date
    extent: Extent = Extent.DAYS
    time_from: dt.time | None = None
    time_to: dt.time | None = None
    ground: str = ""
    words: str = ""
    letter_number: str = ""
    letter_date: dt.date | None = None
    spots: tuple[Spot, ...] = ()
    forgotten: Forgotten | None = None
    travel_days: int = 0

    @property
    def leave_until(self) -> dt.date:
        """The last day that comes off a balance."""
        return self.last - dt.timedelta(days=self.travel_days)
