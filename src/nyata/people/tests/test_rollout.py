import datetime as dt
from dataclasses import replace

import pytest

from nyata.people import selectors, services
from nyata.people.models import RolloutDecision
from nyata.people.refusals import Code
from nyata.people.selectors.desk import decisions_of
from nyata.people.services import StageOrder
from nyata.people.tests.asking import entries, refused, says
from nyata.people.tests.factories import make_site, make_unit

DAY = dt.timedelta(days=1)
Stage = RolloutDecision.Stage


@pytest.fixture
def fresh(five):
    """An OPD that has not started, with a surveyed site."""
    unit = make_unit("Dinas Sosial")
    make_site(unit)
    return unit


@pytest.fixture
def live(today):
    return StageOrder(Stage.LIVE, today, "Perbup 12/2026", "DPIA-01/2026", today - DAY)


@pytest.fixture
def decide(five, now, fresh, live):
    def act(unit=None, actor=None, **changed):
        return services.decide_stage(actor=actor or five.hr, unit=unit or fresh, order=replace(live, **changed), at=now)

    return act


def test_live_begins_with_its_documents_and_leaves_an_entry(decide, fresh, today):
    decision = decide()
    assert selectors.unit_stage(fresh, today) == Stage.LIVE
    assert selectors.unit_stage(fresh, today - DAY) == Stage.NOT_STARTED
    assert says(
        entries("rollout")[0], decision=decision.pk, stage="live", dpia="DPIA-01/2026", document="Perbup 12/2026"
    )


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        ({"document_number": " "}, Code.DOCUMENT_MISSING),
        ({"dpia_number": ""}, Code.DPIA_MISSING),
        ({"dpia_signed_on": None}, Code.DPIA_DATE_MISSING),
        ({"dpia_signed_on": dt.date(2026, 1, 20)}, Code.DPIA_IN_FUTURE),
    ],
)
def test_live_asks_for_every_document(decide, missing, code):
    with refused(code):
        decide(**missing)
    assert not entries("rollout")


def test_a_dpia_signed_today_will_do(decide, today):
    assert decide(dpia_signed_on=today)


def test_live_asks_for_an_active_surveyed_site(decide, fresh):
    site = fresh.owned_sites.get()
    site.surveyed_on = None
    site.save()
    with refused(Code.NO_SURVEYED_SITE):
        decide()
    site.surveyed_on, site.is_active = dt.date(2026, 1, 1), False
    site.save()
    with refused(Code.NO_SURVEYED_SITE):
        decide()


def test_the_site_of_the_opd_serves_a_unit_below_it(decide, fresh):
    assert decide(unit=make_unit(parent=fresh))


@pytest.mark.parametrize("stage", [Stage.REGISTRATION, Stage.TRIAL, Stage.NOT_STARTED])
def test_other_stages_ask_for_no_documents(decide, stage):
    assert decide(unit=make_unit(), stage=stage, document_number="", dpia_number="", dpia_signed_on=None)


def test_a_decision_is_not_backdated_and_may_be_of_the_future(decide, fresh, today):
    with refused(Code.BACKDATED):
        decide(valid_from=today - DAY)
    decide(valid_from=today + DAY)
    assert selectors.unit_stage(fresh, today) == Stage.NOT_STARTED
    assert selectors.unit_stage(fresh, today + DAY) == Stage.LIVE


def test_the_same_stage_is_not_decided_twice(decide, five):
    decide()
    with refused(Code.SAME_STAGE):
        decide()


def test_a_unit_may_be_given_for_itself_the_stage_it_inherits(decide, five):
    assert decide(unit=five.clinic)


def test_decisions_are_added_and_all_stay_readable(decide, fresh, today):
    decide()
    decide(stage=Stage.TRIAL)
    assert selectors.unit_stage(fresh, today) == Stage.TRIAL
    assert [decision.stage for decision in decisions_of(fresh)] == [Stage.TRIAL, Stage.LIVE]


def test_only_hr_officers_decide_and_not_for_a_closed_unit(decide, five):
    for actor in (five.operator, five.executive, five.auditor, five.other_supervisor):
        with refused(Code.NOT_HR):
            decide(actor=actor)
    with refused(Code.UNIT_INACTIVE):
        decide(unit=make_unit(is_active=False))
