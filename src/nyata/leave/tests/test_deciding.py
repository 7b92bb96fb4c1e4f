"""Deciding: by whom, in whose name, and what follows."""

import datetime as dt

import pytest

from nyata.leave import services
from nyata.leave.kinds import Kind
from nyata.leave.models import Delegation, Slot, Step
from nyata.leave.refusals import Code
from nyata.leave.selectors import inbox
from nyata.leave.tests.asking import ask, day, forgot, granted, wish
from nyata.people.models import DayChange, Post
from nyata.people.tests.asking import entries, refused, says
from nyata.people.tests.factories import make_person, make_post


def decide(actor, request, at, accept=True, words=""):
    services.decide_one(actor=actor, request=request, accept=accept, words=words, at=at)


def test_the_supervisors_word_is_enough_for_annual_leave(five, now):
    request = granted(five.servant, wish(first=day(9), last=day(10)), now, five.supervisor)
    assert request.steps.last().act == "by_supervisor"
    assert Slot.objects.get(pk=request.pk).stage == "in_force"
    (change,) = DayChange.objects.all()
    assert (change.person, change.first, change.last, change.why) == (five.servant, day(9), day(10), "leave")
    assert says(entries("leave")[-1], act="by_supervisor", actor=five.supervisor.pk)


@pytest.mark.parametrize("kind", [Kind.MATERNITY, Kind.LONG, Kind.IMPORTANT, Kind.UNPAID])
def test_what_weighs_more_is_decided_by_hr_too(five, now, kind):
    request = granted(five.servant, wish(kind), now, five.supervisor)
    assert Slot.objects.get(pk=request.pk).stage == "hr"
    assert not DayChange.objects.exists()
    decide(five.hr, request, now)
    assert Slot.objects.get(pk=request.pk).stage == "in_force"
    assert DayChange.objects.exists()


@pytest.mark.parametrize(("last", "stage"), [(22, "in_force"), (23, "hr")])
def test_sickness_of_more_than_fourteen_days_is_decided_by_hr_too(five, now, last, stage):
    request = granted(five.servant, wish(Kind.SICK, day(9), day(last)), now, five.supervisor)
    assert Slot.objects.get(pk=request.pk).stage == stage


def test_nobody_decides_on_themselves(five, now):
    request = ask(five.supervisor, wish(), now)
    with refused(Code.NOT_ON_ONESELF):
        decide(five.supervisor, request, now)


def test_hr_officers_do_not_decide_on_themselves_either(five, now):
    request = granted(five.hr, wish(Kind.IMPORTANT), now, five.executive)
    with refused(Code.NOT_ON_ONESELF):
        decide(five.hr, request, now)


def test_a_supervisor_elsewhere_an_operator_and_an_auditor_do_not_decide(five, now):
    request = ask(five.servant, wish(), now)
    for actor in (five.other_supervisor, five.operator, five.auditor, five.executive, five.hr):
        with refused(Code.NOT_ALLOWED):
            decide(actor, request, now)


def test_nobody_approves_twice_in_both_roles(five, now, second_hr):
    make_post(five.supervisor, Post.Role.HR, unit=five.bkpsdm)
    request = granted(five.servant, wish(Kind.IMPORTANT), now, five.supervisor)
    with refused(Code.SECOND_PERSON):
        decide(five.supervisor, request, now)
    decide(second_hr, request, now)


def test_the_officer_who_recorded_it_does_not_approve_it(five, now, second_hr):
    request = ask(five.servant, wish(Kind.RELEASED), now, actor=five.hr)
    decide(five.supervisor, request, now)
    with refused(Code.SECOND_PERSON):
        decide(five.hr, request, now)
    decide(second_hr, request, now)


def test_a_plt_decides_as_long_as_the_post_lasts(five, now):
    deputy = make_person("Lastri Rasau", unit=five.clinic)
    make_post(deputy, Post.Role.SUPERVISOR, standing="plt", valid_to=dt.date(2026, 2, 1))
    request = ask(five.servant, wish(), now)
    with refused(Code.NOT_ALLOWED):
        decide(deputy, request, now)
    decide(deputy, request, now - dt.timedelta(days=1))


def test_the_head_of_the_opd_may_decide_where_the_nearest_does_not(five, now):
    head = make_person("Ujang Pedamaran", unit=five.health)
    make_post(head, Post.Role.OPD_HEAD)
    request = ask(five.servant, wish(), now)
    (near,), (far,) = inbox(five.supervisor, day(2)), inbox(head, day(2))
    assert (near.nearest, far.nearest) == (True, False)
    decide(head, request, now)


def test_who_has_no_superior_is_decided_on_by_an_executive(five, now):
    request = ask(five.supervisor, wish(), now)
    assert [one.slot.request for one in inbox(five.executive, day(2))] == [request]
    decide(five.executive, request, now)


def test_declining_says_why_and_the_person_reads_it(five, now):
    request = ask(five.servant, wish(), now)
    with refused(Code.WORDS_MISSING):
        decide(five.supervisor, request, now, accept=False, words="  ")
    decide(five.supervisor, request, now, accept=False, words="Ada imunisasi, mohon pilih pekan depan.")
    assert request.steps.last().words.startswith("Ada imunisasi")
    assert not DayChange.objects.exists()


def test_what_is_decided_is_not_decided_again(five, now):
    request = granted(five.servant, wish(), now, five.supervisor)
    for accept in (True, False):
        with refused(Code.CLOSED):
            decide(five.supervisor, request, now, accept=accept, words="x")


def test_a_correction_goes_the_same_way(five, now, today):
    request = granted(five.servant, forgot(today), now, five.supervisor)
    assert Slot.objects.get(pk=request.pk).stage == "in_force"


def test_many_are_decided_at_once_and_those_that_cannot_be_are_named(five, now):
    colleagues = [make_person(f"Pegawai {number}", unit=five.clinic) for number in range(5)]
    asked = [ask(one, wish(), now) for one in colleagues]
    own = ask(five.supervisor, wish(), now)
    services.withdraw(actor=colleagues[0], request=asked[0], at=now)
    keys = [one.pk for one in (*asked, own)]
    outcome = services.decide(actor=five.supervisor, requests=keys, accept=True, at=now)
    assert outcome.done == keys[1:5]
    assert {pk: error.code for pk, error in outcome.refused.items()} == {
        keys[0]: Code.CLOSED,
        own.pk: Code.NOT_ON_ONESELF,
    }
    assert Step.objects.filter(act="by_supervisor").count() == 4


def test_a_crowd_costs_as_many_statements_as_a_few(five, now, django_assert_max_num_queries):
    def crowd(count):
        made = [make_person("Pegawai", unit=five.clinic) for _ in range(count)]
        return [ask(one, wish(), now).pk for one in made]

    few, many = crowd(2), crowd(12)
    with django_assert_max_num_queries(30) as spent:
        services.decide(actor=five.supervisor, requests=few, accept=True, at=now)
    with django_assert_max_num_queries(30) as more:
        services.decide(actor=five.supervisor, requests=many, accept=True, at=now)
    assert len(more) == len(spent)
    assert len([one for one in entries("leave") if says(one, act="by_supervisor")]) == 14


class TestStandingIn:
    """An approver who is away names who decides meanwhile."""

    @pytest.fixture
    def deputy(self, five, now):
        deputy = make_person("Lastri Rasau", unit=five.health)
        services.delegate(approver=five.supervisor, delegate=deputy, first=day(2), last=day(6), words="cuti", at=now)
        return deputy

    def test_the_delegate_decides_in_the_approvers_name(self, five, now, deputy):
        request = granted(five.servant, wish(), now, deputy)
        step = request.steps.last()
        assert (step.actor, step.as_delegate_of) == (deputy, five.supervisor)

    def test_the_inbox_is_the_approvers(self, five, now, deputy):
        request = ask(five.servant, wish(), now)
        (waiting,) = inbox(deputy, day(2))
        assert (waiting.slot.request, waiting.name, waiting.nearest) == (request, five.supervisor, True)

    def test_only_while_it_lasts(self, five, now, deputy):
        request = ask(five.servant, wish(), now)
        assert inbox(deputy, day(7)) == []
        with refused(Code.NOT_ALLOWED):
            decide(deputy, request, now + dt.timedelta(days=5))

    def test_ended_early_it_is_over_at_once(self, five, now, deputy):
        services.end_delegation(approver=five.supervisor, delegation=Delegation.objects.get(), at=now)
        with refused(Code.NOT_ALLOWED):
            decide(deputy, ask(five.servant, wish(), now), now)
        with refused(Code.CLOSED):
            services.end_delegation(approver=five.supervisor, delegation=Delegation.objects.get(), at=now)

    def test_only_who_gave_it_takes_it_back(self, five, now, deputy):
        with refused(Code.NOT_ALLOWED):
            services.end_delegation(approver=deputy, delegation=Delegation.objects.get(), at=now)

    def test_a_delegate_decides_neither_on_themselves_nor_on_the_approver(self, five, now):
        services.delegate(approver=five.supervisor, delegate=five.servant, first=day(2), last=day(6), at=now)
        with refused(Code.NOT_ON_ONESELF):
            decide(five.servant, ask(five.servant, wish(), now), now)
        with refused(Code.NOT_ALLOWED):
            decide(five.servant, ask(five.supervisor, wish(), now), now)

    def test_power_goes_one_step_only(self, five, now, deputy):
        with refused(Code.NOT_AN_APPROVER):
            services.delegate(approver=deputy, delegate=five.operator, first=day(2), last=day(3), at=now)

    def test_a_delegate_is_of_the_same_opd(self, five, now):
        for other in (five.other_supervisor, five.supervisor):
            with refused(Code.DELEGATE_ELSEWHERE):
                services.delegate(approver=five.supervisor, delegate=other, first=day(2), last=day(3), at=now)

    def test_one_at_a_time(self, five, now, deputy):
        with refused(Code.DELEGATED_ALREADY):
            services.delegate(approver=five.supervisor, delegate=five.operator, first=day(6), last=day(9), at=now)
        services.delegate(approver=five.supervisor, delegate=five.operator, first=day(7), last=day(9), at=now)

    def test_not_for_days_that_were_and_not_backwards(self, five, now):
        with refused(Code.TOO_LATE):
            services.delegate(approver=five.supervisor, delegate=five.operator, first=day(1), last=day(3), at=now)
        with refused(Code.ENDS_BEFORE_START):
            services.delegate(approver=five.supervisor, delegate=five.operator, first=day(4), last=day(3), at=now)
