"""Who leaves or moves: what they asked for is closed or goes on to the next superior, and everybody reads it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from nyata.leave import services
from nyata.leave.kinds import Kind
from nyata.leave.models import Delegation, Slot, Step
from nyata.leave.selectors import awaited, inbox, own_requests
from nyata.leave.tests.asking import ask, day, granted, wish
from nyata.leave.words import step_words
from nyata.people.models import DayChange
from nyata.people.services.people import move_person, release_person
from nyata.people.tests.asking import signed_in
from nyata.people.tests.factories import make_person, make_post


@pytest.fixture
def deputy(five):
    """Another superior of the health centre, further above."""
    head = make_person("Ratna Kasturi", unit=five.health)
    make_post(head, "opd_head", unit=five.health)
    return head


def release(five, person, now):
    release_person(actor=five.hr, person=person, at=now)


def move(five, person, unit, now):
    move_person(actor=five.hr, person=person, unit=unit, document_number="SK 1", at=now)


def acts(request):
    return [(step.act, step.words) for step in request.steps.all() if step.actor is None]


def test_what_a_leaver_asked_for_is_closed_and_nobody_is_asked_any_more(five, now, today):
    request = ask(five.servant, wish(), now)
    release(five, five.servant, now)
    assert acts(request) == [(Step.Act.CLOSED, "")]
    assert own_requests(five.servant, 5)[0].state == "closed"
    assert inbox(five.supervisor, today) == []


def test_leave_that_was_to_come_ends_with_them_and_what_was_stays(five, now):
    was = granted(five.servant, wish(first=day(2)), now, five.supervisor)
    coming = granted(five.servant, wish(first=day(16)), now, five.supervisor)
    DayChange.objects.all().delete()
    release(five, five.servant, now)
    assert list(Slot.objects.values_list("request_id", flat=True)) == [was.pk]
    assert acts(coming) == [(Step.Act.CLOSED, "")]
    assert DayChange.objects.filter(person=five.servant, first=day(16), why="leave").exists()


def test_what_waited_for_an_approver_who_leaves_goes_to_the_next_one(five, deputy, now, today):
    request = ask(five.servant, wish(), now)
    release(five, five.supervisor, now)
    assert acts(request) == [(Step.Act.HANDED_OVER, "Ratna Kasturi")]
    assert [one.slot.request for one in inbox(deputy, today)] == [request]
    assert inbox(deputy, today)[0].nearest


def test_without_another_superior_it_goes_to_hr(five, now, today):
    request = ask(five.servant, wish(), now)
    release(five, five.supervisor, now)
    assert acts(request) == [(Step.Act.HANDED_OVER, "BKPSDM")]
    assert [one.slot.request for one in inbox(five.hr, today)] == [request]


def test_nothing_is_handed_over_where_somebody_nearer_decides(five, deputy, now):
    request = ask(five.servant, wish(), now)
    release(five, deputy, now)
    assert acts(request) == []


def test_standing_in_ends_with_whoever_leaves(five, now, today):
    other = make_person("Dewi Tikar", unit=five.clinic)
    given = services.delegate(approver=five.supervisor, delegate=other, first=today, last=day(20), at=now)
    release(five, other, now)
    assert Delegation.objects.get(pk=given.pk).ended_on == today


def test_whoever_moves_is_decided_on_by_the_superior_of_the_new_unit(five, now, today):
    request = ask(five.servant, wish(), now)
    move(five, five.servant, five.roads, now)
    assert acts(request) == [(Step.Act.HANDED_OVER, five.other_supervisor.name)]
    assert [one.slot.request for one in inbox(five.other_supervisor, today)] == [request]
    assert inbox(five.supervisor, today) == []


def test_a_second_move_is_written_down_too(five, now):
    request = ask(five.servant, wish(), now)
    move(five, five.servant, five.roads, now)
    move(five, five.servant, five.clinic, now + dt.timedelta(days=1))
    assert [act for act, _ in acts(request)] == [Step.Act.HANDED_OVER] * 2


def test_what_was_decided_already_is_not_handed_over(five, now):
    request = granted(five.servant, wish(), now, five.supervisor)
    move(five, five.servant, five.roads, now)
    assert acts(request) == []


def test_the_steps_say_it_without_naming_who_did_it(five, now):
    request = ask(five.servant, wish(), now)
    release(five, five.servant, now)
    assert step_words(request.steps.last()) == "Ditutup, pegawai tidak lagi aktif"


def test_the_page_says_for_whom_it_waits_and_who_stands_in(five, client):
    at = timezone.now()
    on = timezone.localdate(at)
    request = ask(five.servant, wish(Kind.SICK, on), at)
    address = reverse("leave:request", args=[request.public_id])
    assert five.supervisor.name in signed_in(client, five.servant).get(address).content.decode()
    other = make_person("Dewi Tikar", unit=five.clinic)
    services.delegate(approver=five.supervisor, delegate=other, first=on, last=on, at=at)
    assert awaited(five.servant, on).delegate == other
    assert "diwakili Dewi Tikar" in client.get(address).content.decode()
    move(five, five.servant, five.roads, at)
    page = client.get(address).content.decode()
    assert "Beralih ke atasan lain" in page
    assert five.other_supervisor.name in page
