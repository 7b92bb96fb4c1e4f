"""Sessions and series: made, changed, called off. What has opened stays as it was."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction

from nyata.apel.kinds import Kind, Rhythm
from nyata.apel.models import Invitation, Series, SeriesUnit, Session, SessionStep
from nyata.apel.refusals import Code, Refused
from nyata.apel.selectors.reach import arranges_for, units_invited_by
from nyata.apel.services.days import days_of
from nyata.apel.terms import terms_on
from nyata.checkins.models import SiteOpening
from nyata.checkins.services import openings
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind as Entry
from nyata.people.models import Person, Site, Unit
from nyata.people.selectors import authority_of

JAKARTA = ZoneInfo("Asia/Jakarta")
LEAST_WORDS = 5
Act = SessionStep.Act
_MOMENTS = ("opens_at", "starts_at", "closes_at")


@dataclass(frozen=True, slots=True)
class Window:
    """When the window opens, from when somebody is late, and the first moment that is too late; wall clock."""

    opens: dt.time
    starts: dt.time
    closes: dt.time

    def on(self, day: dt.date) -> dict[str, dt.datetime]:
        """The moments on a day, by field of a session."""
        return {
            f"{name}_at": dt.datetime.combine(day, clock, JAKARTA)
            for name, clock in (("opens", self.opens), ("starts", self.starts), ("closes", self.closes))
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """What series and single sessions have in common. `unit` None: the regency's. `units` with whether those below
    are invited; `employments` empty: everybody. `site` None: where each checks in every day.
    """

    kind: Kind
    title: str
    unit: Unit | None
    site: Site | None
    window: Window
    units: Sequence[tuple[Unit, bool]]
    employments: Sequence[str] = ()
    document_number: str = ""


@dataclass(frozen=True, slots=True)
class Repeats:
    """When a series is, from when to when; `each_opd`: every invited OPD has a session of its own."""

    rhythm: Rhythm
    valid_from: dt.date
    valid_to: dt.date | None = None
    weekday: int | None = None
    number: int | None = None
    each_opd: bool = False


@transaction.atomic
def make_session(*, actor: Person, plan: Plan, day: dt.date, at: dt.datetime) -> Session:
    """A single session.

    Raises Refused: not_allowed, title_missing, times_wrong, no_units, units_not_yours, site_closed, past.
    """
    _require_sound(actor, plan, at)
    if plan.window.on(day)["opens_at"] <= at:
        raise Refused(Code.PAST)
    return _write([_session(plan, day, at)], {None: plan.units}, actor, at)[0]


@transaction.atomic
def make_series(*, actor: Person, plan: Plan, repeats: Repeats, at: dt.datetime) -> Series:
    """A series, with its sessions as far ahead as the policy has them.

    Raises Refused: as `make_session`, and rhythm_wrong, ends_before_start.
    """
    _require_sound(actor, plan, at)
    _require_rhythm(repeats)
    if repeats.valid_from < at.astimezone(JAKARTA).date():
        raise Refused(Code.PAST)
    series = write_series(plan, repeats, actor, at)
    ledger.append(
        Entry.APEL,
        {
            "event": "series", "series": series.pk, "kind": series.kind, "unit": series.unit_id, "site": series.site_id,
            "from": series.valid_from.isoformat(), "actor": actor.pk, "document": series.document_number,
        },
        at=at,
    )  # fmt: skip
    extend(series=series, at=at)
    return series


def write_series(plan: Plan, repeats: Repeats, actor: Person, at: dt.datetime) -> Series:
    """The rows of a series, without its sessions."""
    series = Series.objects.create(
        kind=plan.kind, title=plan.title.strip()[:120], unit=plan.unit, each_opd=repeats.each_opd, site=plan.site,
        rhythm=repeats.rhythm, weekday=repeats.weekday, number=repeats.number, opens=plan.window.opens,
        starts=plan.window.starts, closes=plan.window.closes, employments=list(plan.employments),
        valid_from=repeats.valid_from, valid_to=repeats.valid_to, document_number=plan.document_number.strip()[:80],
        made_by=actor, made_at=at,
    )  # fmt: skip
    SeriesUnit.objects.bulk_create(
        SeriesUnit(series=series, unit=unit, with_below=with_below) for unit, with_below in plan.units
    )
    return series


@transaction.atomic
def extend(*, series: Series, at: dt.datetime, first: dt.date | None = None) -> int:
    """Make the sessions of a series from `first` (tomorrow's night is too late: from today) to as far ahead as the
    policy has them; those that are there stay. Returns how many were made.
    """
    today = at.astimezone(JAKARTA).date()
    days = days_of(series, first or today, today + terms_on(today).made_ahead)
    units = [(one.unit, one.with_below) for one in series.units.select_related("unit")]
    groups: dict[Unit | None, Sequence[tuple[Unit, bool]]] = {series.unit: units}
    if series.each_opd:
        groups = {unit: [(unit, with_below)] for unit, with_below in units}
    held = set(series.sessions.filter(series_day__in=days).values_list("series_day", "unit_id"))
    window = Window(series.opens, series.starts, series.closes)
    wanted = [
        _session(_plan_of(series, unit, window), day, at, series)
        for day in days
        for unit in groups
        if (day, unit.pk if unit else None) not in held and (first is not None or window.on(day)["opens_at"] > at)
    ]
    _write(wanted, {(unit.pk if unit else None): invited for unit, invited in groups.items()}, series.made_by, at)
    return len(wanted)


@transaction.atomic
def end_series(*, actor: Person, series: Series, last: dt.date, words: str, at: dt.datetime) -> Series:
    """Let a series end with a day; its later sessions are called off.

    Raises Refused: not_allowed, words_missing, past.
    """
    _require_arranger(actor, series.unit, at)
    words = _words(words)
    if last < at.astimezone(JAKARTA).date() or (series.valid_to and last >= series.valid_to):
        raise Refused(Code.PAST)
    series.valid_to = last
    series.save(update_fields=["valid_to"])
    content = {
        "event": "series_ended",
        "series": series.pk,
        "last": last.isoformat(),
        "actor": actor.pk,
        "words": words,
    }
    ledger.append(Entry.APEL, content, at=at)
    for session in series.sessions.filter(day__gt=last, cancelled_at=None, opens_at__gt=at).select_for_update():
        _cancel(session, actor, words, at)
    return series


@transaction.atomic
def change_session(
    *, actor: Person, session: Session, day: dt.date, window: Window, site: Site | None, words: str, at: dt.datetime
) -> Session:
    """Another day, window or place, with a reason that everybody reads; never once its window has opened.

    Raises Refused: not_allowed, happened, cancelled, words_missing, times_wrong, site_closed, past, nothing_changed.
    """
    kept = _changeable(actor, session, at)
    words = _words(words)
    _require_times(window)
    _require_site(site)
    moments = window.on(day)
    if moments["opens_at"] <= at:
        raise Refused(Code.PAST)
    new = {"day": day, "site": site, **moments}
    if all(getattr(kept, name) == value for name, value in new.items()):
        raise Refused(Code.NOTHING_CHANGED)
    before = facts_of(kept)
    for name, value in new.items():
        setattr(kept, name, value)
    kept.save(update_fields=list(new))
    close_openings(kept, at)
    open_sites_of([kept])
    _record(kept, Act.CHANGED, actor, words, at, before)
    return kept


@transaction.atomic
def cancel_session(*, actor: Person, session: Session, words: str, at: dt.datetime) -> Session:
    """Call a session off, with a reason that everybody reads; never once its window has opened.

    Raises Refused: not_allowed, happened, cancelled, words_missing.
    """
    kept = _changeable(actor, session, at)
    return _cancel(kept, actor, _words(words), at)


def _cancel(session: Session, actor: Person, words: str, at: dt.datetime) -> Session:
    session.cancelled_at, session.cancelled_why = at, words
    session.save(update_fields=["cancelled_at", "cancelled_why"])
    close_openings(session, at)
    _record(session, Act.CANCELLED, actor, words, at, facts_of(session))
    return session


def _changeable(actor: Person, session: Session, at: dt.datetime) -> Session:
    kept = Session.objects.select_for_update(of=("self",)).select_related("unit", "site").get(pk=session.pk)
    _require_arranger(actor, kept.unit, at)
    if kept.cancelled_at is not None:
        raise Refused(Code.CANCELLED)
    if at >= kept.opens_at:
        raise Refused(Code.HAPPENED)
    return kept


def _session(plan: Plan, day: dt.date, at: dt.datetime, series: Series | None = None) -> Session:
    return Session(
        series=series, series_day=day if series else None, kind=plan.kind, title=plan.title.strip()[:120],
        unit=plan.unit, site=plan.site, day=day, employments=list(plan.employments),
        document_number=plan.document_number.strip()[:80], made_at=at, **plan.window.on(day),
    )  # fmt: skip


def _plan_of(series: Series, unit: Unit | None, window: Window) -> Plan:
    return Plan(
        Kind(series.kind), series.title, unit, series.site, window, (), series.employments, series.document_number
    )


def _write(
    wanted: Sequence[Session], units: dict[int | None, Sequence[tuple[Unit, bool]]], actor: Person, at: dt.datetime
) -> list[Session]:
    """Write sessions with their invitations, openings, steps and entries; `units` by primary key of the session's unit,
    those of None where there is no other.
    """
    made = Session.objects.bulk_create(wanted)
    Invitation.objects.bulk_create(
        Invitation(session=one, unit=unit, with_below=with_below)
        for one in made
        for unit, with_below in units.get(one.unit_id, units.get(None, ()))
    )
    open_sites_of(made)
    SessionStep.objects.bulk_create(SessionStep(session=one, act=Act.MADE, actor=actor, at=at) for one in made)
    ledger.append_many(Entry.APEL, [{"event": "made", "actor": actor.pk, **facts_of(one)} for one in made], at=at)
    return made


def open_sites_of(sessions: Iterable[Session]) -> None:
    """Let the invited check in at the sessions' own sites while their windows are open."""
    placed = [one.pk for one in sessions if one.site_id is not None]
    invitations = list(Invitation.objects.filter(session__in=placed).select_related("session"))
    made = openings.open_sites(
        SiteOpening(
            site_id=one.session.site_id or 0, unit_id=one.unit_id, with_below=one.with_below,
            opens_at=one.session.opens_at, closes_at=one.session.closes_at,
        )
        for one in invitations
    )  # fmt: skip
    for one, opening in zip(invitations, made, strict=True):
        one.opening = opening
    Invitation.objects.bulk_update(invitations, ["opening"])


def close_openings(session: Session, at: dt.datetime) -> None:
    held = session.invitations.filter(opening__isnull=False).values_list("opening", flat=True)
    openings.take_back(list(held), at=at)


def facts_of(session: Session) -> dict[str, object]:
    """A session as plain JSON, for steps and the ledger."""
    return {
        "session": session.pk, "series": session.series_id, "kind": session.kind, "unit": session.unit_id,
        "site": session.site_id, "day": session.day.isoformat(),
        **{name: getattr(session, name).astimezone(dt.UTC).isoformat() for name in _MOMENTS},
    }  # fmt: skip


def _record(session: Session, act: Act, actor: Person, words: str, at: dt.datetime, before: dict[str, object]) -> None:
    SessionStep.objects.create(session=session, act=act, before=before, words=words, actor=actor, at=at)
    content = {"event": act.value, "actor": actor.pk, "words": words, **facts_of(session)}
    ledger.append(Entry.APEL, content, at=at)


def _require_arranger(actor: Person, unit: Unit | None, at: dt.datetime) -> None:
    if not arranges_for(authority_of(actor, at.astimezone(JAKARTA).date()), unit):
        raise Refused(Code.NOT_ALLOWED)


def _require_sound(actor: Person, plan: Plan, at: dt.datetime) -> None:
    _require_arranger(actor, plan.unit, at)
    if not plan.title.strip():
        raise Refused(Code.TITLE_MISSING)
    _require_times(plan.window)
    _require_site(plan.site)
    if not plan.units:
        raise Refused(Code.NO_UNITS)
    wanted = {unit.pk for unit, _ in plan.units}
    mine = units_invited_by(actor, at.astimezone(JAKARTA).date()).filter(pk__in=wanted)
    if plan.unit is not None:
        mine = mine.filter(path__startswith=str(plan.unit.path))
    if mine.count() != len(wanted):
        raise Refused(Code.UNITS_NOT_YOURS)


def _require_times(window: Window) -> None:
    if not window.opens <= window.starts < window.closes:
        raise Refused(Code.TIMES_WRONG)


def _require_site(site: Site | None) -> None:
    if site is not None and not site.is_active:
        raise Refused(Code.SITE_CLOSED)


def _require_rhythm(repeats: Repeats) -> None:
    by_weekday = repeats.rhythm != Rhythm.DATE
    has_weekday = repeats.weekday is not None and 0 <= repeats.weekday <= 6
    number = repeats.number or 0
    numbered = {Rhythm.WEEKLY: True, Rhythm.NTH_WEEKDAY: 1 <= number <= 5, Rhythm.DATE: 1 <= number <= 28}
    if by_weekday and not has_weekday or not numbered[repeats.rhythm]:
        raise Refused(Code.RHYTHM_WRONG)
    if repeats.valid_to is not None and repeats.valid_to < repeats.valid_from:
        raise Refused(Code.ENDS_BEFORE_START)


def _words(words: str) -> str:
    kept = words.strip()[:300]
    if len(kept) < LEAST_WORDS:
        raise Refused(Code.WORDS_MISSING)
    return kept
