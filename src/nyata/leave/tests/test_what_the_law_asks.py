"""What the law asks of an illness, of a birth and of the first year: letters, lengths, grounds, another kind."""

import datetime as dt

import pytest
from django.test import Client

from nyata.leave import services, terms
from nyata.leave.kinds import Extent, Kind
from nyata.leave.models import Slot
from nyata.leave.refusals import Code
from nyata.leave.route import wants_file
from nyata.leave.tests.asking import ask, day, granted, wish
from nyata.people.tests.asking import refused
from nyata.rules.tests.factories import switch_on

DAY = dt.timedelta(days=1)
PDF = b"%PDF-1.4 surat"


@pytest.fixture
def browser(now, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    def of(person):
        client = Client()
        client.force_login(person)
        return client

    return of


def ill(first, last, **more):
    return wish(Kind.SICK, first, last, **more)


class TestDoctors:
    def test_a_doctor_s_letter_is_asked_for_from_the_first_day(self, db):
        assert wants_file(Kind.SICK, day(9), day(9), "PNS")

    @pytest.mark.parametrize("employment", ["PNS", "PPPK"])
    def test_where_the_law_is_off_the_house_asks_all_the_same(self, employment, db):
        assert wants_file(Kind.SICK, day(9), day(9), "CPNS") and wants_file(Kind.SICK, day(9), day(9), employment)

    @pytest.mark.parametrize(("length", "is_refused"), [(14, False), (15, True)])
    def test_from_the_fifteenth_day_it_is_granted_only_with_a_letter(self, five, now, length, is_refused):
        request = granted(five.servant, ill(day(9), day(9) + (length - 1) * DAY), now, five.supervisor)
        if is_refused:
            assert Slot.objects.get(request=request).stage == "hr"
            with refused(Code.DOCTOR_MISSING):
                services.decide_one(actor=five.hr, request=request, accept=True, at=now)
            services.attach(actor=five.servant, request=request, name="surat.pdf", content=PDF, at=now)
            services.decide_one(actor=five.hr, request=request, accept=True, at=now)
        assert Slot.objects.get(request=request).stage == "in_force"

    def test_without_a_letter_it_can_still_be_declined(self, five, now):
        request = granted(five.servant, ill(day(9), day(27)), now, five.supervisor)
        services.decide_one(actor=five.hr, request=request, accept=False, words="Suratnya belum ada", at=now)
        assert not Slot.objects.filter(request=request).exists()

    def test_one_of_many_without_a_letter_does_not_hold_up_the_others(self, five, now):
        long = granted(five.servant, ill(day(9), day(27)), now, five.supervisor)
        short = granted(five.operator, wish(Kind.IMPORTANT, day(9), day(10)), now, five.executive)
        outcome = services.decide(actor=five.hr, requests=[long.pk, short.pk], accept=True, at=now)
        assert (outcome.done, list(outcome.refused)) == ([short.pk], [long.pk])

    def test_for_whom_it_is_off_nothing_is_enforced(self, five, now):
        five.servant.employment = "CPNS"
        five.servant.save()
        request = granted(five.servant, ill(day(9), day(27)), now, five.supervisor, five.hr)
        assert Slot.objects.get(request=request).stage == "in_force"


class TestLength:
    YEAR = dt.date(2027, 2, 9)  # the first day beyond twelve months of an illness that began on 9 February 2026

    def test_twelve_months_need_no_board_and_a_day_more_does(self, five, now):
        ask(five.servant, ill(day(9), self.YEAR - DAY), now)
        with refused(Code.HEALTH_BOARD):
            ask(five.operator, ill(day(9), self.YEAR), now)
        ask(five.operator, ill(day(9), self.YEAR, letter_number="440/7/TPK/2027"), now)

    def test_a_board_adds_six_months_and_no_day_more(self, five, now):
        end = dt.date(2027, 8, 9)
        with refused(Code.TOO_LONG):
            ask(five.servant, ill(day(9), end, letter_number="440/7/TPK/2027"), now)
        ask(five.servant, ill(day(9), end - DAY, letter_number="440/7/TPK/2027"), now)

    def test_an_illness_that_goes_on_is_one_illness_over_a_weekend_too(self, five, now):
        ask(five.servant, ill(day(9), dt.date(2026, 11, 27)), now)  # until a Friday
        with refused(Code.HEALTH_BOARD):
            ask(five.servant, ill(dt.date(2026, 11, 30), self.YEAR), now)

    def test_a_working_day_between_makes_it_another(self, five, now):
        ask(five.servant, ill(day(9), dt.date(2026, 11, 27)), now)
        ask(five.servant, ill(dt.date(2026, 12, 1), self.YEAR), now)

    def test_a_half_day_is_no_beginning(self, five, now):
        ask(five.servant, ill(day(6), day(6), extent=Extent.SECOND_HALF), now)
        ask(five.servant, ill(day(9), self.YEAR - DAY), now)

    @pytest.mark.parametrize(("last", "is_refused"), [(dt.date(2026, 3, 23), False), (dt.date(2026, 3, 24), True)])
    def test_a_miscarriage_is_a_month_and_a_half(self, five, now, last, is_refused):
        one = ill(day(9), last - DAY + DAY, ground=terms.MISCARRIAGE)
        if is_refused:
            with refused(Code.TOO_LONG):
                ask(five.servant, one, now)
        else:
            ask(five.servant, one, now)

    def test_an_accident_at_work_lasts_until_recovery(self, five, now):
        assert ask(five.servant, ill(day(9), dt.date(2028, 2, 9), ground=terms.ACCIDENT), now)

    def test_where_an_extension_is_not_known_twelve_months_are_the_end(self, five, now):
        switch_on("leave.sick.max_months")
        five.servant.employment = "PPPK"
        five.servant.save()
        with refused(Code.TOO_LONG):
            ask(five.servant, ill(day(9), self.YEAR, letter_number="440/7/TPK/2027"), now)


class TestBirths:
    def test_up_to_the_third_child_it_is_this_leave(self, five, now):
        assert terms.grounds(Kind.MATERNITY, day(9), "PNS") == (
            "anak ke-1",
            "anak ke-2",
            "anak ke-3",
            terms.LATER_CHILD,
        )
        assert ask(five.servant, wish(Kind.MATERNITY, ground="anak ke-3"), now)

    def test_a_later_child_is_sent_to_the_leave_that_is_for_it(self, five, now):
        with refused(Code.ANOTHER_KIND, "Cuti besar"):
            ask(five.servant, wish(Kind.MATERNITY, ground=terms.LATER_CHILD), now)

    def test_where_nothing_is_known_of_later_children_nothing_is_asked(self, five, now):
        five.servant.employment = "PPPK"
        five.servant.save()
        assert terms.grounds(Kind.MATERNITY, day(9), "PPPK") == ()
        assert ask(five.servant, wish(Kind.MATERNITY), now)


class TestFirstYear:
    @pytest.fixture
    def newcomer(self, five):
        five.servant.joined_on, five.servant.employment = dt.date(2025, 12, 1), "PPPK"
        five.servant.save()
        return five.servant

    def test_annual_leave_of_the_first_year_names_its_ground(self, newcomer, now):
        for ground in ("", "jalan-jalan"):
            with refused(Code.GROUND_MISSING):
                ask(newcomer, wish(ground=ground), now)
        assert ask(newcomer, wish(ground="perkawinan pertama"), now)

    def test_after_a_year_it_needs_none(self, newcomer, now):
        assert terms.grounds_for(newcomer, Kind.ANNUAL, dt.date(2026, 11, 30))
        assert terms.grounds_for(newcomer, Kind.ANNUAL, dt.date(2026, 12, 1)) == ()

    def test_the_form_offers_the_grounds(self, newcomer, browser):
        page = browser(newcomer).get("/izin/ajukan/annual/").content.decode()
        assert "Perkawinan pertama" in page


class TestPages:
    def test_who_asks_reads_the_rules_of_the_kind_with_their_source(self, five, browser):
        page = browser(five.servant).get("/izin/ajukan/annual/").content.decode()
        for words in ("Tambahan untuk tempat yang sulit perhubungannya", "Cuti bersama mengurangi cuti tahunan",
                      "PerBKN 24/2017"):  # fmt: skip
            assert words in page
        travel = browser(five.servant).get("/izin/ajukan/travel/").content.decode()
        assert "Bukti dinas luar" in travel and "belum diaktifkan" in travel

    def test_who_decides_reads_them_too(self, five, now, browser):
        request = ask(five.servant, wish(Kind.UNPAID, day(9), day(20)), now)
        page = browser(five.supervisor).get(f"/izin/{request.public_id}/").content.decode()
        assert "Masa cuti dihitung sebagai masa kerja" in page and "Plt dan Plh dapat memberikan cuti" in page

    def test_an_illness_has_its_special_cases_one_tap_away(self, five, browser):
        page = browser(five.servant).get("/izin/ajukan/sick/").content.decode()
        assert "Gugur kandungan" in page and "Nomor surat tim penguji kesehatan" in page
