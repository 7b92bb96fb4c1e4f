"""A file of the wrong machine is taken back: nothing is deleted, nothing of it counts, and it may come again."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from nyata.attendance.models import MonthLock
from nyata.attendance.services import locks
from nyata.attendance.services.reckoning import reckon_changes
from nyata.attendance.tests.stories import AFTER, MONDAY, TUESDAY, reckon, record
from nyata.attendance.tests.stories import at as local
from nyata.core.worktime.columns import Status
from nyata.people.models import DayChange
from nyata.people.tests.asking import entries, refused, says
from nyata.people.tests.factories import make_person, make_post
from nyata.sources.models import CountingDecision, FileTakenBack, Punch, PunchFile
from nyata.sources.refusals import Code
from nyata.sources.selectors.beside import beside
from nyata.sources.selectors.desk import leaned_on, waiting_numbers, with_standing
from nyata.sources.selectors.punches import machine_punches, punches_of
from nyata.sources.services import Given, decide_counting, give, take_back
from nyata.sources.tests.factories import AT, give_number, make_machine, take_text

WHOLE = "17 2026-02-02 07:20:00\n17 2026-02-02 16:05:00\n"
WHY = "Berkas mesin gerbang belakang"
FEBRUARY = (dt.date(2026, 2, 1), dt.date(2026, 2, 28))


@pytest.fixture
def sari(cast, office, machine):
    """The servant of the clinic, whose number at the machine is 17; machines count there since Monday."""
    give_number(cast.hr, machine, "17", cast.servant)
    decide_counting(
        actor=cast.hr, unit=cast.health, rule=CountingDecision.Rule.BOTH, valid_from=MONDAY,
        document_number="800/1/BKPSDM/2026", at=local(MONDAY, 6),
    )  # fmt: skip
    return cast.servant


@pytest.fixture
def wrong(cast, machine, sari):
    """A file of Monday that was another machine's."""
    take_text(cast.hr, machine, WHOLE + "99 2026-02-02 07:31:00\n")
    return PunchFile.objects.get()


def lock(cast, unit, first=FEBRUARY[0], last=FEBRUARY[1], step=locks.lock):
    return step(actor=cast.hr, unit=unit, first=first, last=last, words="Rekap Februari", document_number="", at=AFTER)


class TestWhatItDoes:
    def test_the_days_it_made_become_what_they_were_without_it(self, cast, sari, wrong):
        reckon()
        assert record(sari, MONDAY).status == Status.PRESENT
        DayChange.objects.all().delete()
        take_back(actor=cast.hr, file=wrong, words=WHY, at=AFTER)
        marked = DayChange.objects.get()
        assert (marked.person, marked.first, marked.last, marked.why) == (sari, MONDAY, MONDAY, "machine")
        reckon_changes(at=AFTER)
        assert record(sari, MONDAY).status == Status.ABSENT

    def test_its_punches_stay_as_evidence_and_count_nowhere(self, cast, machine, sari, wrong, office):
        from nyata.rules.selectors import policy_on

        take_back(actor=cast.operator, file=wrong, words=WHY, at=AFTER)
        assert (Punch.objects.count(), PunchFile.objects.count()) == (3, 1)
        assert machine_punches([sari.pk], MONDAY, MONDAY).is_empty()
        assert machine_punches(None, MONDAY, MONDAY).is_empty()
        assert punches_of(sari.pk, MONDAY, MONDAY) == []
        assert beside([sari.pk], MONDAY, MONDAY, policy_on(MONDAY)).days.is_empty()
        assert waiting_numbers(machine) == []
        standing = with_standing(type(machine).objects.all()).get()
        assert (standing.punches, standing.nobodys, standing.imported_at) == (0, 0, None)

    def test_it_is_a_leaf_of_the_log_with_who_and_which_file(self, cast, wrong):
        take_back(actor=cast.hr, file=wrong, words=WHY, at=AFTER)
        made = FileTakenBack.objects.get()
        assert (made.file, made.words, made.taken_by, made.taken_at) == (wrong, WHY, cast.hr, AFTER)
        assert says(entries("punch_file_taken_back")[0], file=wrong.pk, sha256=wrong.sha256, actor=cast.hr.pk)

    def test_that_it_was_taken_back_is_never_changed_or_deleted(self, cast, wrong):
        take_back(actor=cast.hr, file=wrong, words=WHY, at=AFTER)
        for act in (FileTakenBack.objects.all().delete, lambda: FileTakenBack.objects.update(words="lain")):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()

    def test_the_same_file_is_then_imported_for_the_right_machine(self, cast, sari, wrong):
        right = make_machine(cast.clinic, cast.hr)
        give_number(cast.hr, right, "17", sari)
        take_back(actor=cast.hr, file=wrong, words=WHY, at=AFTER)
        assert take_text(cast.hr, right, WHOLE).added == 2
        assert machine_punches([sari.pk], MONDAY, MONDAY).height == 2

    def test_it_may_come_again_by_the_same_machine_once(self, cast, machine, sari, wrong):
        take_back(actor=cast.hr, file=wrong, words=WHY, at=AFTER)
        assert take_text(cast.hr, machine, WHOLE, dry_run=True).added == 2
        again = take_text(cast.hr, machine, WHOLE)
        assert (again.added, take_text(cast.hr, machine, WHOLE).added) == (2, 0)
        assert machine_punches([sari.pk], MONDAY, MONDAY).height == 2
        second = PunchFile.objects.get(pk=again.file)
        take_back(actor=cast.hr, file=second, words=WHY, at=AFTER)
        assert take_text(cast.hr, machine, WHOLE).added == 2

    def test_later_files_that_leaned_on_it_are_named(self, cast, machine, wrong):
        take_text(cast.hr, machine, "17 2026-02-04 07:00:00\n")
        take_text(cast.hr, machine, WHOLE + "17 2026-02-03 07:21:00\n")
        assert [one.added for one in leaned_on(wrong)] == [1]
        take_back(actor=cast.hr, file=wrong, words=WHY, at=AFTER)
        assert take_text(cast.hr, machine, WHOLE + "17 2026-02-03 07:21:00\n").added == 2

    def test_where_the_machine_does_not_count_no_day_changes(self, cast, machine, office):
        give_number(cast.hr, machine, "17", cast.servant)
        take_text(cast.hr, machine, WHOLE)
        take_back(actor=cast.hr, file=PunchFile.objects.get(), words=WHY, at=AFTER)
        assert not DayChange.objects.exists()


class TestRefusals:
    @pytest.mark.parametrize("who", ["servant", "supervisor", "other_supervisor", "auditor", "executive"])
    def test_whoever_does_not_look_after_the_machine(self, cast, wrong, who):
        with refused(Code.NOT_YOURS):
            take_back(actor=getattr(cast, who), file=wrong, words=WHY, at=AFTER)
        assert not FileTakenBack.objects.exists()

    @pytest.mark.parametrize(("words", "taken"), [("", False), ("    ab  ", False), ("salah", True)])
    def test_a_reason_has_five_letters_at_least(self, cast, wrong, words, taken):
        if taken:
            take_back(actor=cast.hr, file=wrong, words=words, at=AFTER)
        else:
            with refused(Code.REASON_MISSING):
                take_back(actor=cast.hr, file=wrong, words=words, at=AFTER)
        assert FileTakenBack.objects.exists() == taken

    def test_once_is_enough(self, cast, wrong):
        take_back(actor=cast.hr, file=wrong, words=WHY, at=AFTER)
        with refused(Code.TAKEN_BACK_ALREADY):
            take_back(actor=cast.operator, file=wrong, words=WHY, at=AFTER)

    def test_nobody_takes_back_what_counts_for_themselves(self, cast, machine, sari, wrong):
        give(actor=cast.hr, machine=machine, given=Given("99", cast.operator, MONDAY), at=AT)
        with refused(Code.OWN_PUNCHES):
            take_back(actor=cast.operator, file=wrong, words=WHY, at=AFTER)
        take_back(actor=cast.hr, file=wrong, words=WHY, at=AFTER)

    def test_one_s_own_punches_that_do_not_count_are_no_hindrance(self, cast, machine, office):
        give_number(cast.hr, machine, "17", cast.operator)
        take_text(cast.hr, machine, WHOLE)
        take_back(actor=cast.operator, file=PunchFile.objects.get(), words=WHY, at=AFTER)

    def test_a_locked_month_stands_until_it_is_opened_again(self, cast, wrong):
        lock(cast, cast.health)
        with refused(Code.DAYS_LOCKED):
            take_back(actor=cast.hr, file=wrong, words=WHY, at=AFTER)
        assert not FileTakenBack.objects.exists()
        lock(cast, cast.health, step=locks.reopen)
        take_back(actor=cast.hr, file=wrong, words=WHY, at=AFTER)
        assert MonthLock.objects.count() == 2

    @pytest.mark.parametrize(
        ("first", "last", "shut"),
        [
            (dt.date(2026, 1, 1), MONDAY - dt.timedelta(days=1), False),
            (dt.date(2026, 1, 1), MONDAY, True),
            (MONDAY, FEBRUARY[1], True),
            (TUESDAY, FEBRUARY[1], False),
        ],
    )
    def test_only_a_lock_of_a_day_on_which_it_counts_hinders(self, cast, wrong, first, last, shut):
        lock(cast, cast.health, first, last)
        if shut:
            with refused(Code.DAYS_LOCKED):
                take_back(actor=cast.hr, file=wrong, words=WHY, at=AFTER)
        else:
            take_back(actor=cast.hr, file=wrong, words=WHY, at=AFTER)

    def test_a_lock_of_another_opd_does_not_hinder(self, cast, wrong):
        lock(cast, cast.roads)
        take_back(actor=cast.hr, file=wrong, words=WHY, at=AFTER)

    def test_a_lock_over_days_on_which_machines_did_not_count_does_not_hinder(self, cast, machine, office):
        give_number(cast.hr, machine, "17", cast.servant)
        take_text(cast.hr, machine, WHOLE)
        lock(cast, cast.health)
        take_back(actor=cast.hr, file=PunchFile.objects.get(), words=WHY, at=AFTER)


class TestPages:
    @pytest.fixture(autouse=True)
    def clock(self, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.now", lambda: AFTER)

    @pytest.fixture
    def as_(self, cast):
        def of(who):
            client = Client()
            client.force_login(who if not isinstance(who, str) else getattr(cast, who))
            return client

        return of

    def address(self, name, file):
        return reverse(f"sources:{name}", args=[file.pk])

    def test_the_operator_takes_a_file_back_and_the_page_says_so(self, as_, wrong):
        client = as_("operator")
        assert self.address("take_back", wrong) in client.get(self.address("file", wrong)).content.decode()
        page = client.get(self.address("take_back", wrong))
        assert "Tidak ada yang dihapus" in page.content.decode() and not FileTakenBack.objects.exists()
        answer = client.post(self.address("take_back", wrong), {"words": WHY})
        assert answer.url == self.address("file", wrong)
        shown = client.get(self.address("file", wrong)).content.decode()
        assert WHY in shown and "07.20.00" in shown and self.address("take_back", wrong) not in shown
        assert "ditarik" in client.get(reverse("sources:machine", args=[wrong.machine_id])).content.decode()

    def test_a_refusal_is_said_on_the_form(self, as_, cast, wrong):
        lock(cast, cast.health)
        answer = as_("hr").post(self.address("take_back", wrong), {"words": WHY})
        assert answer.status_code == 422 and "sudah dikunci" in answer.content.decode()
        assert as_("hr").post(self.address("take_back", wrong), {"words": ""}).status_code == 422

    def test_who_only_reads_finds_no_button_and_no_form(self, as_, wrong):
        for who in ("supervisor", "auditor"):
            assert self.address("take_back", wrong) not in as_(who).get(self.address("file", wrong)).content.decode()
            assert as_(who).post(self.address("take_back", wrong), {"words": WHY}).status_code == 403

    def test_a_file_of_another_unit_is_not_found(self, as_, cast, wrong):
        stranger = make_person("Operator PU", unit=cast.roads)
        make_post(stranger, "operator", unit=cast.roads)
        assert as_(stranger).post(self.address("take_back", wrong), {"words": WHY}).status_code == 404
