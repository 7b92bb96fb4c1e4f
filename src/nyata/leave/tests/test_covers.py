"""What attendance reads: covers in force, corrected punches, outages; and where a duty lets people check in."""

import datetime as dt

from nyata.core.worktime.columns import Cover, Direction, Extent, Mark, minute_of
from nyata.core.worktime.tables import COVERS, PUNCHES
from nyata.leave import kinds, services
from nyata.leave.kinds import Kind
from nyata.leave.models import Outage
from nyata.leave.refusals import Code
from nyata.leave.selectors import away_on, corrections, covers, duty_of
from nyata.leave.services import Failing
from nyata.leave.tests.asking import POINT, ask, day, forgot, granted, wish
from nyata.leave.timing import moment
from nyata.leave.wishes import Spot
from nyata.people.models import DayChange, SiteUse
from nyata.people.tests.asking import refused
from nyata.people.tests.factories import BEGINNING, make_person

NIGHT = {"starts_at": moment(day(2), dt.time(7)), "ends_at": moment(day(2), dt.time(8, 30))}


def test_every_kind_but_a_correction_is_a_cover():
    covered = {kind for kind in Kind if kind in kinds.COVER_OF}
    assert set(Kind) - covered == {Kind.CORRECTION}
    assert set(kinds.COVER_OF.values()) == set(Cover) - {Cover.OUTAGE}


def test_what_is_in_force_covers_its_days(five, now):
    granted(five.servant, wish(first=day(9), last=day(10)), now, five.supervisor)
    ask(five.servant, wish(first=day(16)), now)
    found = covers(None, day(1), day(28))
    assert found.schema == COVERS
    assert found.rows() == [(five.servant.pk, minute_of(day(9)), minute_of(day(11)), Cover.ANNUAL, Extent.DAYS)]


def test_only_the_days_and_the_people_asked_for(five, now):
    granted(five.servant, wish(first=day(9), last=day(10)), now, five.supervisor)
    for ids, first, last in ((None, day(11), day(20)), (None, day(1), day(8)), ([five.hr.pk], day(1), day(28))):
        assert covers(ids, first, last).is_empty()
    assert covers([five.servant.pk], day(10), day(10)).height == 1


def test_halves_and_hours_say_so(five, now):
    granted(five.servant, wish(Kind.SICK, extent=kinds.Extent.SECOND_HALF), now, five.supervisor)
    granted(five.servant, wish(Kind.PERMISSION), now, five.supervisor)
    (hours, half) = covers(None, day(9), day(9)).rows(named=True)
    assert (hours["start"], hours["end"], hours["extent"]) == (
        minute_of(day(9), dt.time(9)),
        minute_of(day(9), dt.time(11)),
        Extent.TIMES,
    )
    assert (half["extent"], half["end"]) == (Extent.SECOND_HALF, minute_of(day(10)))


def test_an_approved_correction_is_a_punch_beside_the_others(five, now, today):
    granted(five.servant, forgot(today), now, five.supervisor)
    ask(five.servant, forgot(today - dt.timedelta(days=1)), now)
    found = corrections(None, day(1), day(28))
    assert found.schema == PUNCHES
    second = minute_of(today, dt.time(7, 20)) * 60
    assert found.rows() == [(five.servant.pk, second, Direction.IN, Mark.CORRECTED)]
    assert covers(None, day(1), day(28)).is_empty()
    assert corrections([five.hr.pk], day(1), day(28)).is_empty()


def test_an_outage_counts_once_a_second_officer_agrees(five, now, second_hr):
    outage = services.record_outage(actor=five.hr, failing=Failing(words="Server mati", **NIGHT), at=now)
    assert covers(None, day(2), day(2)).is_empty()
    with refused(Code.SECOND_PERSON):
        services.decide_outage(actor=five.hr, outage=outage, accept=True, at=now)
    services.decide_outage(actor=second_hr, outage=outage, accept=True, at=now)
    found = covers(None, day(2), day(2))
    assert {five.servant.pk, five.other_supervisor.pk, five.executive.pk} <= set(found["person"])
    assert set(found["cover"]) == {Cover.OUTAGE}
    assert found["start"][0] == minute_of(day(2), dt.time(7))
    change = DayChange.objects.get()
    assert (change.person, change.unit, change.why) == (None, None, "outage")


def test_an_outage_of_a_unit_touches_those_below_it(five, now, second_hr):
    failing = Failing(words="Listrik padam", unit=five.health, **NIGHT)
    outage = services.record_outage(actor=five.hr, failing=failing, at=now)
    services.decide_outage(actor=second_hr, outage=outage, accept=True, at=now)
    touched = {five.servant.pk, five.supervisor.pk, five.operator.pk}
    assert set(covers(None, day(2), day(2))["person"]) == touched
    assert DayChange.objects.get().unit == five.health


def test_an_outage_of_a_site_touches_who_uses_it(five, now, second_hr):
    guest = make_person("Tamu Tetap", unit=five.roads)
    SiteUse.objects.create(site=five.site, person=guest, valid_from=BEGINNING)
    failing = Failing(words="Menara sinyal", site=five.site, **NIGHT)
    outage = services.record_outage(actor=five.hr, failing=failing, at=now)
    services.decide_outage(actor=second_hr, outage=outage, accept=True, at=now)
    assert set(covers(None, day(2), day(2))["person"]) == {five.servant.pk, five.supervisor.pk, guest.pk}
    assert {(one.unit_id, one.person_id) for one in DayChange.objects.all()} == {
        (five.clinic.pk, None),
        (None, guest.pk),
    }


def test_an_outage_is_cancelled_or_declined_with_words(five, now, second_hr):
    outage = services.record_outage(actor=five.hr, failing=Failing(words="x", **NIGHT), at=now)
    with refused(Code.WORDS_MISSING):
        services.decide_outage(actor=second_hr, outage=outage, accept=False, at=now)
    with refused(Code.CLOSED):
        services.cancel_outage(actor=five.hr, outage=outage, words="salah", at=now)
    services.decide_outage(actor=second_hr, outage=outage, accept=True, at=now)
    with refused(Code.CLOSED):
        services.decide_outage(actor=second_hr, outage=outage, accept=True, at=now)
    with refused(Code.WORDS_MISSING):
        services.cancel_outage(actor=five.hr, outage=outage, words="", at=now)
    services.cancel_outage(actor=five.hr, outage=outage, words="Ternyata hanya satu unit.", at=now)
    assert covers(None, day(2), day(2)).is_empty()


def test_outages_are_recorded_by_hr_and_were(five, now):
    with refused(Code.NOT_HR):
        services.record_outage(actor=five.operator, failing=Failing(words="x", **NIGHT), at=now)
    with refused(Code.WORDS_MISSING):
        services.record_outage(actor=five.hr, failing=Failing(words=" ", **NIGHT), at=now)
    start = NIGHT["starts_at"]
    for starts_at, ends_at in (
        (start, start),
        (start, start + dt.timedelta(days=7, minutes=1)),
        (now + dt.timedelta(hours=1), now + dt.timedelta(hours=2)),
    ):
        with refused(Code.OUTAGE_DATES):
            services.record_outage(
                actor=five.hr, failing=Failing(starts_at=starts_at, ends_at=ends_at, words="x"), at=now
            )
    assert not Outage.objects.exists()


def test_a_duty_in_force_names_where_its_person_may_check_in(five, now):
    spots = (Spot("Desa Simpang Tiga", POINT, 500.0), Spot("Balai desa"))
    granted(five.servant, wish(Kind.FIELD, day(2), day(27), spots=spots), now, five.supervisor)
    found = duty_of(five.servant, day(9))
    assert [place.name for place in found.places] == ["Desa Simpang Tiga"]
    assert found.has_unmeasured
    assert duty_of(five.servant, day(28)).places == ()
    assert not duty_of(five.hr, day(9)).has_unmeasured


def test_what_is_only_asked_for_lets_nobody_check_in_elsewhere(five, now):
    ask(five.servant, wish(Kind.TRAVEL), now)
    assert duty_of(five.servant, day(9)).places == ()


def test_who_is_away_is_told_by_what_takes_the_time(five, now):
    granted(five.servant, wish(Kind.FIELD, day(2), day(27)), now, five.supervisor)
    assert away_on([five.servant.pk], day(9))[five.servant.pk].kind == "field"
    granted(five.servant, wish(Kind.SICK, day(9)), now, five.supervisor)
    assert away_on([five.servant.pk], day(9))[five.servant.pk].kind == "sick"
    assert away_on([five.hr.pk], day(9)) == {}
