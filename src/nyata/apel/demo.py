"""Apel for the demo: Mondays at every OPD, once a month and on days of remembrance at the yard of the regency."""

import datetime as dt
import random

from django.db.models import Q
from django.utils import timezone

from nyata.apel.kinds import Kind, Rhythm, State
from nyata.apel.models import Session
from nyata.apel.selectors.lines import sealed_lines
from nyata.apel.selectors.standing import stood
from nyata.apel.services import making, reasons, sealing
from nyata.apel.services.making import Plan, Repeats, Window
from nyata.apel.terms import terms_on
from nyata.people.models import Person, Post, Site, Unit
from nyata.people.selectors import above, supervisors_of

SEED = 1604
DAY = dt.timedelta(days=1)
WINDOW = Window(dt.time(6, 45), dt.time(7, 30), dt.time(8))
YARD = "Halaman Kantor Bupati"
# Beside the town centre; invented, as every site of the demo.
CORNERS = ((104.8291, -3.3944), (104.8305, -3.3945), (104.8306, -3.3933), (104.8292, -3.3932), (104.8291, -3.3944))
REMEMBRANCES = (
    (4, 25, "Hari Otonomi Daerah"), (5, 20, "Hari Kebangkitan Nasional"), (8, 17, "HUT Kemerdekaan RI"),
    (10, 1, "Hari Kesaktian Pancasila"), (10, 28, "Hari Sumpah Pemuda"), (11, 10, "Hari Pahlawan"),
)  # fmt: skip
SAID = (("task", "Menerima tamu dari provinsi"), ("task", "Menjaga loket pelayanan pagi"), ("road", "Jalan terendam"),
        ("family", "Mengantar anak ke rumah sakit"), ("came", "Ikut apel, HP kehabisan daya"),
        ("ill", "Demam sejak malam"))  # fmt: skip
ANSWERS = 24
MONDAYS = 14  # days


def plan_sessions(today: dt.date, now: dt.datetime, days: int) -> int:
    """Series and sessions from `days` before today on; how many there are."""
    officer = Person.objects.filter(posts__role=Post.Role.HR, is_active=True).order_by("pk").first()
    if officer is None:
        return 0
    first = today - DAY * days
    offices = list(Unit.objects.filter(parent=None, is_active=True).order_by("pk"))
    mondays = Plan(Kind.MONDAY, "Apel Senin", None, None, WINDOW, [(unit, True) for unit in offices], (), "SE 800/12")
    # Two weeks of every office tell as much as nine, and whoever starts a demo waits for each list to be closed.
    lately = max(first, today - DAY * MONDAYS)
    _series(mondays, Repeats(Rhythm.WEEKLY, lately, weekday=0, each_opd=True), officer, lately, now)
    yard, invited = _yard(), _of_the_capital()
    monthly = Plan(Kind.MONTHLY, "Apel bulanan ASN", None, yard, WINDOW, invited, (), "SE 800/3")
    _series(monthly, Repeats(Rhythm.NTH_WEEKDAY, first, weekday=0, number=1), officer, first, now)
    _join_mondays(officer, now)
    _remembrances(officer, yard, invited, first, now)
    return Session.objects.count()


def _series(plan: Plan, repeats: Repeats, officer: Person, first: dt.date, now: dt.datetime) -> None:
    series = making.write_series(plan, repeats, officer, now)
    making.extend(series=series, at=now, first=first)


def _yard() -> Site:
    owner = Unit.objects.filter(parent=None).order_by("pk")[0]  # the secretariat comes first
    ring = [list(corner) for corner in CORNERS]
    return Site.objects.create(unit=owner, name=YARD, shape={"type": "Polygon", "coordinates": [ring]})


def _of_the_capital() -> list[tuple[Unit, bool]]:
    """Offices around the yard: OPD of no other kecamatan whose units are all divisions, none a school or UPTD."""
    spread = set(Unit.objects.exclude(parent=None).exclude(kind=Unit.Kind.DIVISION).values_list("path", flat=True))
    afar = {above(path)[0] for path in spread}
    near = Unit.objects.filter(parent=None, is_active=True, kind=Unit.Kind.OPD).exclude(path__in=afar)
    return [(opd, True) for opd in near.filter(Q(district=None) | Q(district__name="Kayu Agung")).order_by("pk")]


def _join_mondays(officer: Person, now: dt.datetime) -> None:
    """Who is called to the yard on a Monday has no apel at the office on it."""
    for monthly in Session.objects.filter(kind=Kind.MONTHLY):
        own = monthly.invitations.values("unit")
        joined = Session.objects.filter(kind=Kind.MONDAY, day=monthly.day, unit__in=own)
        for session in joined.select_related("unit"):
            at = min(session.opens_at - DAY * 4, now)  # nobody wrote anything in the future
            making.cancel_session(actor=officer, session=session, words="Digabung ke apel bulanan", at=at)


def _remembrances(
    officer: Person, yard: Site, invited: list[tuple[Unit, bool]], first: dt.date, now: dt.datetime
) -> None:
    today = timezone.localdate(now)
    for month, day, name in REMEMBRANCES:
        for year in range(first.year, today.year + 2):
            on = dt.date(year, month, day)
            if first <= on <= today + DAY * 40:
                plan = Plan(Kind.CEREMONY, f"Upacara {name}", None, yard, WINDOW, invited)
                before = min(WINDOW.on(on)["opens_at"] - DAY * 7, now)
                making.make_session(actor=officer, plan=plan, day=on, at=before)


def close_lists(now: dt.datetime) -> int:
    """Close what is old enough, then let some say why they were not there; how many lists are closed."""
    sealed = 0
    past = Session.objects.filter(closes_at__lte=now - terms_on(now.date()).sealed_after, cancelled_at=None)
    for one in stood(past.select_related("site").order_by("day", "pk"), now):
        if one.standing.is_held:
            sealing.seal(session=one.session, at=now)
            sealed += 1
    _reasons(now)
    return sealed


def _reasons(now: dt.datetime) -> None:
    """Reasons for the newest closed lists: most answered, some waiting."""
    rng = random.Random(SEED)  # noqa: S311 - the same world each time
    told = 0
    for session in Session.objects.filter(sealed_version__gt=0).order_by("-day", "pk")[:60]:
        absent = [line.person_id for line in sealed_lines(session) if line.state == State.MISSED]
        for person in Person.objects.filter(pk__in=absent).select_related("unit").order_by("pk"):
            if rng.random() < 0.2 and told < ANSWERS:
                told += 1
                _say(rng, person, session, now)


def _say(rng: random.Random, person: Person, session: Session, now: dt.datetime) -> None:
    kind, words = rng.choice(SAID)
    at = min(session.closes_at + dt.timedelta(hours=rng.uniform(1, 60)), now - dt.timedelta(hours=1))
    given = reasons.give_reason(
        actor=person, person=person, session=session, kind=kind, words=words, evidence=None, at=at
    )
    heads = supervisors_of(person, timezone.localdate(at))
    if heads and rng.random() < 0.6:
        grants = rng.random() < 0.8
        answer = "" if grants else "Loket dijaga bergantian, mohon diatur."
        later = min(at + dt.timedelta(hours=5), now)
        reasons.answer_reason(actor=heads[0], reason=given, grants=grants, words=answer, at=later)
