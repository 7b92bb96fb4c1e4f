"""What a wish is turned away for, before anything is written. Each check is one rule with one code."""

import datetime as dt

from django.utils.translation import gettext as _

from nyata.core.shapes import ShapeRefused, check_shape
from nyata.leave import route, terms
from nyata.leave.kinds import BY_OFFICERS, NATURES, WITH_LETTER, WITH_PLACES, Extent, Kind
from nyata.leave.refusals import Code, Refused
from nyata.leave.timing import moment
from nyata.leave.wishes import Wish
from nyata.people.models import Person
from nyata.people.selectors import Authority
from nyata.rules.selectors import policy_on

DAY = dt.timedelta(days=1)
# A night shift's end is claimed for the day on which it began.
DAY_LASTS = dt.timedelta(hours=42)


def may_ask(person: Person, wish: Wish, actor: Person, powers: Authority) -> None:
    """For oneself, or for somebody whom one operates, supervises or serves as HR officer.

    Raises Refused: person_left, not_allowed, kind_by_officers.
    """
    if not person.is_active:
        raise Refused(Code.PERSON_LEFT)
    for_other = powers.supervises_person(person) or powers.operates_person(person) or powers.is_hr
    if actor.pk != person.pk and not for_other:
        raise Refused(Code.NOT_ALLOWED)
    if wish.kind in BY_OFFICERS and (actor.pk == person.pk or not powers.is_hr):
        raise Refused(Code.KIND_BY_OFFICERS)


def is_sound(wish: Wish, on: dt.date, *, by_hr: bool) -> None:
    """Dates, extent, words and places. HR officers record what is long past, by letter.

    Raises Refused: ends_before_start, part_of_one_day, extent_not_for_kind, times_missing, too_late, too_far_ahead,
    words_missing, letter_missing, place_missing, place_wrong, over_new_year.
    """
    _days(wish, on, by_hr=by_hr)
    if wish.extent not in NATURES[wish.kind].extents:
        raise Refused(Code.EXTENT_NOT_FOR_KIND)
    times = (wish.time_from, wish.time_to)
    if wish.extent == Extent.TIMES and (None in times or wish.time_from == wish.time_to):
        raise Refused(Code.TIMES_MISSING)
    if wish.kind in WITH_LETTER and not wish.letter_number.strip():
        raise Refused(Code.LETTER_MISSING)
    if not (wish.words.strip() or wish.ground or wish.spots or wish.letter_number) and _needs_words(wish):
        raise Refused(Code.WORDS_MISSING)
    if wish.kind in WITH_PLACES:
        _places(wish)


def _days(wish: Wish, on: dt.date, *, by_hr: bool) -> None:
    if wish.last < wish.first:
        raise Refused(Code.ENDS_BEFORE_START)
    if wish.extent != Extent.DAYS and wish.first != wish.last:
        raise Refused(Code.PART_OF_ONE_DAY)
    if not by_hr and wish.first < on - DAY * route.latest(wish.kind, on):
        raise Refused(Code.TOO_LATE)
    if wish.first > on + DAY * policy_on(on).leave.approval.ahead:
        raise Refused(Code.TOO_FAR_AHEAD)
    if wish.kind == Kind.ANNUAL and wish.first.year != wish.last.year:
        raise Refused(Code.OVER_NEW_YEAR)


def _travel(wish: Wish, employment: str, already: int) -> None:
    """The way to a place that is hard to reach: one that is named, so many days of a year, and leave besides."""
    if not wish.travel_days:
        return
    limit = terms.travel_days(wish.kind, wish.first, employment)
    if limit is None:
        raise Refused(Code.TRAVEL_NOT_GIVEN)
    if not 0 < wish.travel_days <= limit - already or wish.leave_until < wish.first:
        raise Refused(Code.TRAVEL_TOO_MANY)
    if not wish.words.strip():
        raise Refused(Code.PLACE_MISSING)


def _needs_words(wish: Wish) -> bool:
    """An illness speaks for itself, leave is a right; what is an exception says why."""
    if wish.forgotten:
        return wish.forgotten.reason == "other"
    return wish.kind not in (Kind.ANNUAL, Kind.SICK, Kind.MATERNITY, Kind.COLLECTIVE)


def _places(wish: Wish) -> None:
    if not wish.spots or any(not spot.name.strip() for spot in wish.spots):
        raise Refused(Code.PLACE_MISSING)
    for spot in wish.spots:
        if spot.shape is None:
            continue
        try:
            check_shape(dict(spot.shape), spot.radius_m)
        except ShapeRefused as refused:
            raise Refused(Code.PLACE_WRONG) from refused


def is_granted(person: Person, wish: Wish, earlier: dt.date | None, travelled: int = 0) -> None:
    """What the law gives this person: the kind, the service it asks for, the longest time, the years between.

    Values that wait to be switched on are not enforced; whoever decides reads that they wait. `earlier`: the first day
    of the person's last long leave, or of the illness that this one goes on. `travelled`: calendar days for the way
    that the year's annual leave has already. Raises Refused: kind_not_for_employment, service_too_short,
    ground_missing, another_kind, too_long, health_board, once_in_years, travel_not_given, travel_too_many,
    place_missing.
    """
    nature, day, as_what = NATURES[wish.kind], wish.first, person.employment
    if nature.is_leave:
        types = terms.value("leave.types.open", day, as_what)
        if types is not None and wish.kind not in types:
            raise Refused(Code.KIND_NOT_FOR_EMPLOYMENT)
    _served(person, wish)
    _travel(wish, as_what, travelled)
    if wish.kind == Kind.SICK:
        _ill(wish, as_what, earlier or day)
    if wish.kind == Kind.MATERNITY and wish.ground == terms.LATER_CHILD:
        _later_child(day, as_what)
    if longest := terms.LONGEST.get(wish.kind):
        limit = terms.value(longest[0], day, as_what)
        if limit is not None and wish.last >= terms.months_after(day, limit * longest[1]):
            raise Refused(Code.TOO_LONG)
    if wish.kind == Kind.LONG and earlier is not None:
        years = terms.value("leave.long.interval", day, as_what)
        if years is not None and day < terms.months_after(earlier, 12 * years):
            raise Refused(Code.ONCE_IN_YEARS)


def _ill(wish: Wish, employment: str, since: dt.date) -> None:
    """How long an illness may last that began on `since`: PP 11/2017, PerBKN 24/2017.

    After an accident at work until recovery; after a miscarriage a time of its own; longer than the ordinary only with
    the letter of a health board, and not for ever.
    """
    day = wish.first
    if wish.ground == terms.ACCIDENT and terms.value("leave.sick.work_accident", day, employment):
        return
    if wish.ground == terms.MISCARRIAGE:
        months = terms.value("leave.sick.miscarriage_months", day, employment)
        if months is not None and wish.last >= terms.months_after(day, months):
            raise Refused(Code.TOO_LONG)
        return
    months = terms.value("leave.sick.max_months", day, employment)
    if months is None or wish.last < terms.months_after(since, months):
        return
    more = terms.value("leave.sick.extension_months", day, employment)
    if more is None or wish.last >= terms.months_after(since, months + more):
        raise Refused(Code.TOO_LONG)
    if not wish.letter_number.strip():
        raise Refused(Code.HEALTH_BOARD)


def _later_child(day: dt.date, employment: str) -> None:
    """Refuse, and name the kinds that are for it."""
    kinds = [Kind(name).label for name in terms.value("leave.maternity.later_children", day, employment) or ()]
    if kinds:
        words = _("Untuk anak berikutnya yang dipakai adalah %(kinds)s. Ajukan jenis itu, atau tanyakan ke BKPSDM.")
        raise Refused(Code.ANOTHER_KIND, words % {"kinds": ", ".join(str(kind) for kind in kinds)})


def _served(person: Person, wish: Wish) -> None:
    """Years of service, where the first day of service is known."""
    key = terms.MIN_SERVICE.get(wish.kind)
    years = terms.value(key, wish.first, person.employment) if key else None
    if years is None or person.joined_on is None:
        return
    if wish.first >= terms.months_after(person.joined_on, 12 * years):
        return
    if wish.kind == Kind.LONG and wish.ground in terms.grounds(wish.kind, wish.first, person.employment):
        return
    if wish.kind == Kind.ANNUAL and terms.value("leave.annual.first_year_days", wish.first, person.employment):
        # PPPK in their first year: few days, for grave grounds; the balance says how many (PerBKN 7/2022).
        if (named := terms.grounds_for(person, wish.kind, wish.first)) and wish.ground not in named:
            raise Refused(Code.GROUND_MISSING)
        return
    raise Refused(Code.SERVICE_TOO_SHORT)


def is_past(wish: Wish, at: dt.datetime) -> None:
    """A forgotten record is of a time that was, and of the day it is claimed for. Raises Refused: not_yet, ..."""
    if wish.forgotten is None:
        raise Refused(Code.TIMES_MISSING)
    if wish.forgotten.claimed_at > at:
        raise Refused(Code.NOT_YET)
    midnight = moment(wish.first, dt.time())
    if not midnight - DAY / 4 <= wish.forgotten.claimed_at < midnight + DAY_LASTS:
        raise Refused(Code.TIME_NOT_OF_DAY)
