"""Schedules in words: the hours of a shift, of a day."""

import datetime as dt
from collections.abc import Sequence

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nyata.core.worktime.columns import DAY_MINUTES, Kind
from nyata.schedules.models import ShiftHours
from nyata.schedules.selectors.today import Asked


def clock(minutes: int) -> str:
    """450 -> 07.30; beyond midnight the hour of the next day."""
    hour, minute = divmod(minutes % DAY_MINUTES, 60)
    return time_format(dt.time(hour, minute), pgettext("jam", "H.i"))


def span(start: int, end: int) -> str:
    """07.00 – 14.00, in minutes from midnight; the next day is named."""
    words = {"start": clock(start), "end": clock(end)}
    return _("%(start)s – %(end)s besok") % words if end > DAY_MINUTES else _("%(start)s – %(end)s") % words


def parts(written: Sequence[Sequence[int]]) -> str:
    """The parts of a shift as stored."""
    return _(" dan ").join(span(start, end) for start, end, _from, _to in written)


def hours(one: ShiftHours | None) -> str:
    """The hours of a shift, as people speak of them."""
    if one is None:
        return _("belum ada jam")
    if one.on_call:
        return _("siaga, dipanggil bila perlu")
    words = one.get_standard_display() if one.standard else parts(one.parts)
    if one.slack:
        words += _(", masuk boleh mundur %(minutes)s menit") % {"minutes": one.slack}
    return words + (_(", cukup jumlah seminggu") if one.weekly else "")


def rests(one: ShiftHours | None) -> str:
    """The breaks of a shift; empty where it has none."""
    found = [span(begin, end) for _start, _end, begin, end in one.parts if begin != end] if one else []
    return _(" dan ").join(found)


def today(spans: Sequence[Asked]) -> str:
    """What a day asks: "07.30 – 16.00", "Libur", or that nobody has said."""
    work = [one for one in spans if one.is_work]
    if work:
        return _(" dan ").join(_moments(one) for one in work)
    kinds = {one.kind for one in spans}
    for kind, words in _DAYS.items():
        if kind in kinds:
            return words()
    return ""


def _moments(one: Asked) -> str:
    midnight = dt.datetime.combine(one.start.date(), dt.time())
    return span(*(int((moment - midnight) / dt.timedelta(minutes=1)) for moment in (one.start, one.end)))


_DAYS = {
    Kind.ON_CALL: lambda: _("Siaga"),
    Kind.HOLIDAY: lambda: _("Libur"),
    Kind.OFF: lambda: _("Hari istirahat"),
    Kind.UNPLANNED: lambda: _("Jadwal belum diatur"),
}
