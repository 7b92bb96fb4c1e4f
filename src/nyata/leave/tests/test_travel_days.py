"""Annual leave to a place that is hard to reach: calendar days for the way, granted beside the balance."""

import datetime as dt
import json

import pytest
from django.db.models import Q
from django.test import Client

from nyata.core.worktime.columns import DAY_MINUTES
from nyata.leave import selectors, services
from nyata.leave.kinds import Kind
from nyata.leave.models import Slot, Step
from nyata.leave.refusals import Code
from nyata.leave.tests.asking import ask, day, granted, wish
from nyata.leave.words import step_words
from nyata.ledger.tests.acts import acts
from nyata.people.tests.asking import refused
from nyata.rules.tests.factories import switch_on

DAY = dt.timedelta(days=1)
FRIDAY = day(13)


def home(days=12, last=None, **more):
    """A week of leave from Monday the 9th, and calendar days for the way after it."""
    more.setdefault("words", "pulang ke Pulau Enggano")
    return wish(Kind.ANNUAL, day(9), last or FRIDAY + days * DAY, travel_days=days, **more)


def employed(person, employment):
    person.employment = employment
    person.save()
    return person


def last_entry():
    """What the log says of the newest act on leave."""
    return json.loads(bytes(acts().filter(kind="leave").latest("leaf_id").content))


class TestAsking:
    def test_they_do_not_come_off_the_balance(self, five, now):
        request = ask(five.servant, home(), now)
        assert (request.days, request.last) == (5, day(25))
        assert selectors.balance_of(five.servant, 2026, day(2)).asked == 5

    @pytest.mark.parametrize(("days", "is_refused"), [(12, False), (13, True)])
    def test_as_many_as_the_policy_has_and_not_one_more(self, five, now, days, is_refused):
        if is_refused:
            with refused(Code.TRAVEL_TOO_MANY):
                ask(five.servant, home(days), now)
        else:
            assert ask(five.servant, home(days), now)

    def test_they_are_of_a_year_and_not_of_each_leave(self, five, now):
        ask(five.servant, home(7), now)
        march = {"first": dt.date(2026, 3, 2), "words": "pulang ke Pulau Enggano"}
        with refused(Code.TRAVEL_TOO_MANY):
            ask(five.servant, wish(last=dt.date(2026, 3, 9), travel_days=6, **march), now)
        assert ask(five.servant, wish(last=dt.date(2026, 3, 8), travel_days=5, **march), now)

    def test_what_was_not_granted_can_be_asked_for_again(self, five, now):
        services.decide_one(
            actor=five.supervisor, request=ask(five.servant, home(), now), accept=True, travel_days=0, at=now
        )
        march = dt.date(2026, 3, 2)
        assert ask(five.servant, wish(first=march, last=march + 12 * DAY, travel_days=12, words="Enggano"), now)

    def test_the_way_alone_is_no_leave(self, five, now):
        with refused(Code.TRAVEL_TOO_MANY):
            ask(five.servant, home(5, last=FRIDAY), now)
        assert ask(five.servant, home(4, last=FRIDAY), now).days == 1

    def test_leave_of_days_off_alone_is_none(self, five, now):
        with refused(Code.NO_WORKING_DAY):
            ask(five.servant, wish(first=day(14), last=day(18), travel_days=3, words="Enggano"), now)

    def test_the_place_is_named(self, five, now):
        with refused(Code.PLACE_MISSING):
            ask(five.servant, home(words=" "), now)

    @pytest.mark.parametrize("employment", ["PPPK", "PPPK_PW", "CPNS"])
    def test_whom_the_law_gives_none_or_where_it_waits_has_none(self, five, now, employment):
        with refused(Code.TRAVEL_NOT_GIVEN):
            ask(employed(five.servant, employment), home(1), now)

    def test_switched_on_it_is_given(self, five, now):
        switch_on("leave.annual.hard_travel")
        assert ask(employed(five.servant, "CPNS"), home(12), now)

    def test_no_other_leave_has_them(self, five, now):
        with refused(Code.TRAVEL_NOT_GIVEN):
            ask(five.servant, wish(Kind.IMPORTANT, day(9), day(13), travel_days=1), now)


class TestDeciding:
    @pytest.mark.parametrize(("way", "last"), [(None, 25), (12, 25), (5, 18), (0, 13)])
    def test_as_many_as_are_granted_are_in_force(self, five, now, way, last):
        request = ask(five.servant, home(), now)
        services.decide_one(actor=five.supervisor, request=request, accept=True, travel_days=way, at=now)
        slot = Slot.objects.get(request=request)
        given = 12 if way is None else way
        assert (slot.stage, slot.last, slot.travel_days, slot.days) == ("in_force", day(last), given, 5)
        assert slot.end - slot.start == (5 + given) * DAY_MINUTES
        step = Step.objects.get(request=request, act=Step.Act.BY_SUPERVISOR)
        assert f"tambahan perjalanan {given} hari kalender" in step_words(step)
        content = last_entry()
        assert (content["travel_days"], content["travel_granted"]) == (12, given)

    def test_nobody_grants_more_than_was_asked_for(self, five, now):
        request = ask(five.servant, home(5), now)
        for way in (6, -1):
            with refused(Code.TRAVEL_TOO_MANY):
                services.decide_one(actor=five.supervisor, request=request, accept=True, travel_days=way, at=now)
        assert Slot.objects.get(request=request).stage == "supervisor"

    def test_an_ordinary_leave_says_nothing_of_them(self, five, now):
        request = granted(five.servant, wish(), now, five.supervisor)
        assert Step.objects.filter(request=request, travel_days__isnull=False).count() == 0
        assert not {"travel_days", "travel_granted"} & set(last_entry())

    @pytest.mark.parametrize(("last", "way", "spent"), [(20, 7, 5), (13, 0, 5), (10, 0, 2)])
    def test_who_comes_back_early_gives_the_way_back_first(self, five, now, last, way, spent):
        request = granted(five.servant, home(), now, five.supervisor)
        services.end_early(actor=five.servant, request=request, last=day(last), at=now)
        slot = Slot.objects.get(request=request)
        assert (slot.travel_days, slot.days, slot.last) == (way, spent, day(last))


class TestCounting:
    @pytest.mark.parametrize(("way", "total"), [(12, 1), (0, 0)])
    def test_what_was_granted_is_counted_among_exemptions(self, five, now, way, total):
        request = ask(five.servant, home(), now)
        services.decide_one(actor=five.supervisor, request=request, accept=True, travel_days=way, at=now)
        granted(five.operator, wish(), now, five.executive)  # leave is a right
        month = (day(1), day(28), day(2))
        counted = selectors.exemption_counts(five.hr, *month)
        assert counted.total == total == sum(row.granted for row in counted.approvers)
        of_servant = Q(person=five.servant)
        for more in ({}, {"kind": "annual"}, {"decided_by": five.supervisor.pk}):
            assert len(selectors.exemption_records(five.hr, *month, of=of_servant, **more)) == total


class TestPages:
    @pytest.fixture
    def browser(self, now, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

        def of(person):
            client = Client()
            client.force_login(person)
            return client

        return of

    def test_who_may_ask_finds_the_field_and_who_may_not_does_not(self, five, browser):
        assert "Paling banyak 12 hari kalender" in browser(five.servant).get("/izin/ajukan/annual/").content.decode()
        assert "travel_days" not in browser(five.servant).get("/izin/ajukan/sick/").content.decode()
        employed(five.operator, "PPPK")
        assert "travel_days" not in browser(five.operator).get("/izin/ajukan/annual/").content.decode()

    def test_it_is_asked_for_and_granted_with_fewer(self, five, browser):
        sent = {"first": "2026-02-09", "last": "2026-02-25", "travel_days": "12", "words": "Enggano"}
        assert browser(five.servant).post("/izin/ajukan/annual/", sent).status_code == 302
        slot = Slot.objects.get(person=five.servant)
        url = f"/izin/{slot.request.public_id}/"
        supervisor = browser(five.supervisor)
        assert "+12 hari perjalanan" in supervisor.get("/izin/persetujuan/").content.decode()
        assert "Tambahan hari perjalanan yang diberikan" in supervisor.get(url).content.decode()
        for way, last in (("banyak", 25), ("13", 25), ("3", 16)):
            supervisor.post(f"{url}putuskan/", {"keputusan": "accept", "travel_days": way})
            slot.refresh_from_db()
            assert slot.last == day(last)
        page = browser(five.servant).get(url).content.decode()
        assert "12 hari kalender tambahan diminta; 3 berlaku" in page
        assert "CT+" in browser(five.hr).get("/izin/pengecualian/").content.decode()

    def test_the_line_below_the_dates_counts_without_the_way(self, five, browser):
        query = {"kind": "annual", "first": "2026-02-09", "last": "2026-02-25", "travel_days": "12"}
        page = browser(five.servant).get("/izin/hitung/", query).content.decode()
        assert "5 hari kerja" in page
