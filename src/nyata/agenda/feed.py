"""A person's calendar as iCalendar (RFC 5545): hours, leave without its reason, holidays."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Calendar, Event

from nyata.agenda.models import CalendarKey
from nyata.agenda.selectors import Agenda, Held
from nyata.core.worktime.columns import Cover, Kind

JAKARTA = ZoneInfo("Asia/Jakarta")
DAY = dt.timedelta(days=1)
REFRESH = dt.timedelta(hours=6)
# Who has the address sees that somebody is away or on duty, never why.
DUTY = {Cover.TRAVEL, Cover.FIELD, Cover.ELSEWHERE, Cover.TRAINING}
LEAVE_WORD, DUTY_WORD = gettext_lazy("Cuti"), gettext_lazy("Dinas")
OTHER_WORDS: dict[Cover, Promise] = {
    Cover.PERMISSION: gettext_lazy("Izin"),
    Cover.SUSPENDED: gettext_lazy("Bebas tugas"),
}
# Jakarta has kept one offset since 1964: a zone of a few years says all.
ZONE_FROM, ZONE_TO = dt.date(2020, 1, 1), dt.date(2038, 1, 1)


def calendar_file(agenda: Agenda, key: CalendarKey) -> bytes:
    """The calendar. The same days give the same bytes, so that a reader can be told that nothing has changed."""
    made = Calendar()
    made.add("prodid", "-//Nyata//Agenda 1//ID")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("Jadwal kerja"))
    made.add("x-wr-timezone", "Asia/Jakarta")
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT6H")
    for event in _events(agenda, key):
        made.add_component(event)
    made.add_missing_timezones(first_date=ZONE_FROM, last_date=ZONE_TO)
    return made.to_ical()


def _events(agenda: Agenda, key: CalendarKey) -> Iterator[Event]:
    owner = salted_hmac("nyata.calendar", str(key.person_id), algorithm="sha256").hexdigest()[:16]
    for day, spans in sorted(agenda.hours.items()):
        for place, one in enumerate(spans):
            if one.kind in (Kind.WORK, Kind.ON_CALL):
                name = _("Jam kerja") if one.is_work else _("Siaga")
                yield _event(f"kerja-{day:%Y%m%d}-{place}.{owner}", name, _local(one.start), _local(one.end), key)
    for held in agenda.held:
        yield _held(held, owner, key)
    for day, name in sorted(agenda.holidays.items()):
        yield _event(f"libur-{day:%Y%m%d}.{owner}", name, day, day + DAY, key, busy=False)


def _held(held: Held, owner: str, key: CalendarKey) -> Event:
    word = DUTY_WORD if held.cover in DUTY else OTHER_WORDS.get(held.cover, LEAVE_WORD)
    uid = f"izin-{held.start:%Y%m%d%H%M}.{owner}"
    if held.whole:
        return _event(uid, str(word), held.start.date(), held.end.date(), key)
    return _event(uid, str(word), _local(held.start), _local(held.end), key)


def _event(uid: str, name: str, start: dt.date, end: dt.date, key: CalendarKey, *, busy: bool = True) -> Event:
    made = Event()
    made.add("uid", f"{uid}@{settings.RP_ID}")
    made.add("dtstamp", key.made_at.astimezone(dt.UTC))
    made.add("dtstart", start)
    made.add("dtend", end)
    made.add("summary", name)
    made.add("transp", "OPAQUE" if busy else "TRANSPARENT")
    made.add("class", "PRIVATE")
    return made


def _local(moment: dt.datetime) -> dt.datetime:
    return moment.replace(tzinfo=JAKARTA)
