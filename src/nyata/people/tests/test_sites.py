import datetime as dt
from dataclasses import replace

import pytest

from nyata.people import selectors, services
from nyata.people.models import Site, SiteUse
from nyata.people.refusals import Code
from nyata.people.services import SiteParticulars
from nyata.people.tests.asking import entries, refused, says
from nyata.people.tests.factories import make_unit

DAY = dt.timedelta(days=1)
CIRCLE = {"type": "Point", "coordinates": [104.83, -3.39]}
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[104.83, -3.39], [104.831, -3.39], [104.831, -3.389], [104.83, -3.389], [104.83, -3.39]]],
}


@pytest.fixture
def plain(five, today):
    return SiteParticulars(
        unit=five.clinic, name="Gedung Baru", district=None, shape=CIRCLE, radius_m=60, surveyed_on=today
    )


@pytest.fixture
def open_site(five, now, plain):
    def act(actor=None, **changed):
        return services.open_site(actor=actor or five.hr, particulars=replace(plain, **changed), at=now)

    return act


def test_a_new_site_is_used_by_its_unit_from_today(open_site, five, today):
    site = open_site()
    assert site in selectors.sites_for(five.servant, today)
    assert site not in selectors.sites_for(five.servant, today - DAY)
    assert says(entries("site")[0], action="opened", site=site.pk, shape=CIRCLE)


def test_a_site_may_be_a_polygon(open_site):
    assert open_site(shape=SQUARE, radius_m=None).shape == SQUARE


@pytest.mark.parametrize(
    ("shape", "radius", "words"),
    [
        (CIRCLE, None, "10 sampai"),
        (CIRCLE, 9.9, "10 sampai"),
        (CIRCLE, 5001, "10 sampai"),
        (CIRCLE, float("nan"), "10 sampai"),
        ({"type": "Point", "coordinates": [-3.39, 104.83]}, 60, "tertukar"),
        ({"type": "Point", "coordinates": [999, -3.39]}, 60, "luar Indonesia"),
        ({"type": "Polygon", "coordinates": [SQUARE["coordinates"][0][:-1]]}, None, "tertutup"),
        ({"type": "LineString", "coordinates": []}, None, "tidak dikenal"),
    ],
)
def test_a_shape_that_cannot_be_a_fence_is_refused_with_its_own_sentence(open_site, shape, radius, words):
    with refused(Code.SHAPE_WRONG, words):
        open_site(shape=shape, radius_m=radius)
    assert not Site.objects.filter(name="Gedung Baru").exists()


def test_the_least_and_the_most_radius_are_accepted(open_site):
    assert open_site(radius_m=10)
    assert open_site(radius_m=5000)


def test_a_survey_is_not_in_the_future(open_site, today):
    with refused(Code.SURVEYED_IN_FUTURE):
        open_site(surveyed_on=today + DAY)


def test_only_hr_officers_draw_sites(open_site, five, plain, now):
    with refused(Code.NOT_HR):
        open_site(actor=five.operator)
    with refused(Code.NOT_HR):
        services.redraw_site(actor=five.operator, site=five.site, particulars=plain, at=now)
    with refused(Code.NOT_HR):
        services.set_site_active(actor=five.operator, site=five.site, is_active=False, at=now)


def test_a_closed_unit_gets_no_site(open_site):
    with refused(Code.UNIT_INACTIVE):
        open_site(unit=make_unit(is_active=False))


def test_the_ledger_keeps_the_fence_as_it_was(five, now, plain):
    old = five.site.shape
    services.redraw_site(actor=five.hr, site=five.site, particulars=replace(plain, shape=SQUARE, radius_m=None), at=now)
    [entry] = entries("site")
    assert says(entry, action="redrawn", shape=SQUARE)
    assert says(entry, before={"name": "Kantor Puskesmas Rawa Bening", "radius_m": 60, "shape": old})


def test_a_closed_site_serves_nobody(five, now, today):
    services.set_site_active(actor=five.hr, site=five.site, is_active=False, at=now)
    assert selectors.sites_for(five.servant, today) == []
    with refused(Code.SITE_INACTIVE):
        services.use_site(actor=five.hr, site=five.site, unit=five.roads, valid_from=today, valid_to=None, at=now)


@pytest.fixture
def use(five, now, today):
    def act(**changed):
        given = {"actor": five.hr, "site": five.other_site, "valid_from": today, "valid_to": None, "at": now}
        return services.use_site(**given | changed)

    return act


def test_a_unit_or_a_person_may_use_a_site_for_a_time(use, five, today):
    use(person=five.servant, valid_to=today + DAY)
    found = [five.other_site in selectors.sites_for(five.servant, today + DAY * n) for n in (0, 1, 2)]
    assert found == [True, True, False]
    use(unit=five.clinic, valid_from=today + DAY)
    assert five.other_site in selectors.sites_for(five.supervisor, today + 5 * DAY)


def test_a_use_is_neither_backdated_nor_doubled_nor_of_oneself(use, five, today):
    with refused(Code.BACKDATED):
        use(unit=five.clinic, valid_from=today - DAY)
    with refused(Code.ENDS_BEFORE_START):
        use(unit=five.clinic, valid_from=today + DAY, valid_to=today)
    use(unit=five.clinic, valid_to=today + DAY)
    with refused(Code.SITE_USE_OVERLAPS):
        use(unit=five.clinic, valid_from=today + DAY)
    use(unit=five.clinic, valid_from=today + 2 * DAY)
    with refused(Code.YOURSELF):
        use(person=five.hr)
    with refused(Code.NOT_HR):
        use(actor=five.operator, unit=five.health)


def test_a_use_ends_today_and_one_to_come_is_taken_back(use, five, now, today):
    coming = use(unit=five.clinic, valid_from=today + DAY)
    assert services.end_site_use(actor=five.hr, use=coming, at=now) is None
    assert not SiteUse.objects.filter(pk=coming.pk).exists()
    now_used = five.site.uses.get()
    services.end_site_use(actor=five.hr, use=now_used, at=now)
    now_used.refresh_from_db()
    assert now_used.valid_to == today
    with refused(Code.NOT_HR):
        services.end_site_use(actor=five.operator, use=now_used, at=now)


def test_nobody_ends_a_use_of_their_own(five, now, today):
    own = SiteUse.objects.create(site=five.site, person=five.hr, valid_from=today)
    with refused(Code.YOURSELF):
        services.end_site_use(actor=five.hr, use=own, at=now)
