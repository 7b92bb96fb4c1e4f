"""A roster as it is typed on a page: people, days and codes."""

import datetime as dt
from collections.abc import Sequence

from nyata.people.models import Person
from nyata.people.selectors import people_visible_to
from nyata.schedules.models import RosterDay
from nyata.schedules.refusals import Code, Refused
from nyata.schedules.selectors.codes import PATTERN_CODE, all_codes
from nyata.schedules.services.reading import wish_of
from nyata.schedules.services.rosters import set_roster

# A page has 62 people and 31 days.
MOST = 2000


def set_codes(*, actor: Person, typed: Sequence[tuple[int, dt.date, str]], today: dt.date, at: dt.datetime) -> int:
    """Set days of people by the codes of their shifts; an empty code is the pattern again. All or none.

    Raises Refused: not_yours (somebody whom the actor does not see), shift_unknown, and those of `set_roster`.
    """
    if len(typed) > MOST:
        raise Refused(Code.TOO_MANY)
    people = people_visible_to(actor, today).filter(is_active=True).in_bulk({person for person, _, _ in typed})
    if any(person not in people for person, _, _ in typed):
        raise Refused(Code.NOT_YOURS)
    codes = all_codes()
    wishes = [wish_of(people[person], day, code.strip().upper() or PATTERN_CODE, codes) for person, day, code in typed]
    return set_roster(actor=actor, wishes=wishes, source=RosterDay.Source.PAGE, at=at)
