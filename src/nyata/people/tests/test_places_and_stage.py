import datetime as dt

import pytest

from nyata.people import selectors
from nyata.people.models import RolloutDecision, SiteUse, Unit
from nyata.people.tests.factories import BEGINNING, make_site, make_stage, make_unit

TODAY = dt.date(2026, 1, 19)
DAY = dt.timedelta(days=1)
Stage = RolloutDecision.Stage
pytestmark = pytest.mark.django_db


def test_a_person_may_use_the_sites_of_their_unit_and_of_those_above(five):
    office = make_site(five.health)
    assert set(selectors.sites_for(five.servant, TODAY)) == {five.site, office}
    assert selectors.sites_for(five.operator, TODAY) == [office]


def test_a_person_may_have_a_site_of_their_own(five):
    SiteUse.objects.create(site=five.other_site, person=five.servant, valid_from=BEGINNING)
    assert set(selectors.sites_for(five.servant, TODAY)) == {five.site, five.other_site}
    assert selectors.sites_for(five.supervisor, TODAY) == [five.site]


def test_a_site_is_used_only_within_its_dates(five):
    five.site.uses.update(valid_from=TODAY, valid_to=TODAY + DAY)
    found = [bool(selectors.sites_for(five.servant, TODAY + DAY * n)) for n in (-1, 0, 1, 2)]
    assert found == [False, True, True, False]


def test_a_site_used_twice_is_named_once(five):
    SiteUse.objects.create(site=five.site, unit=five.health, valid_from=BEGINNING)
    assert selectors.sites_for(five.servant, TODAY) == [five.site]


def test_a_closed_site_is_not_offered(five):
    five.site.is_active = False
    five.site.save()
    assert selectors.sites_for(five.servant, TODAY) == []


def test_only_an_active_site_with_a_survey_counts_as_surveyed(five):
    assert selectors.has_surveyed_site(five.clinic, TODAY)
    five.site.surveyed_on = TODAY + DAY
    five.site.save()
    assert not selectors.has_surveyed_site(five.clinic, TODAY)
    five.site.surveyed_on = None
    five.site.save()
    assert not selectors.has_surveyed_site(five.clinic, TODAY)


def test_a_unit_without_any_decision_has_not_started():
    assert selectors.unit_stage(make_unit(), TODAY) == Stage.NOT_STARTED


def test_a_unit_follows_the_nearest_decision_above_it(five):
    assert selectors.stage_of(five.servant, TODAY) == Stage.LIVE
    make_stage(five.clinic, Stage.TRIAL)
    assert selectors.stage_of(five.servant, TODAY) == Stage.TRIAL
    assert selectors.stage_of(five.operator, TODAY) == Stage.LIVE


def test_a_decision_begins_on_its_day_and_the_later_one_of_a_day_wins(five):
    make_stage(five.clinic, Stage.REGISTRATION, valid_from=TODAY)
    make_stage(five.clinic, Stage.TRIAL, valid_from=TODAY)
    assert selectors.unit_stage(five.clinic, TODAY - DAY) == Stage.LIVE
    assert selectors.unit_stage(five.clinic, TODAY) == Stage.TRIAL


def test_the_stages_of_all_units_are_found_at_once_and_alike(five, django_assert_num_queries):
    make_stage(five.clinic, Stage.TRIAL)
    make_unit("Poli", parent=five.clinic)
    units = list(Unit.objects.all())
    with django_assert_num_queries(1):
        stages = selectors.stages_of_units(units, TODAY)
    assert stages == {unit.pk: selectors.unit_stage(unit, TODAY) for unit in units}
