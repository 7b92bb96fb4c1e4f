"""What becomes of a finding: somebody answers by a day, an auditor closes it with a reason, and nothing is edited."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from nyata.audit.models import Finding, Report, Step
from nyata.audit.refusals import Code
from nyata.audit.selectors.reports import Read, Shown, findings, newest_before, owned_by, with_state
from nyata.audit.services.running import run
from nyata.audit.services.stepping import answer, assign, close, reopen
from nyata.audit.tests.conftest import AT, MONTH, now
from nyata.people.models import Post, Site
from nyata.people.tests.asking import entries, refused, says
from nyata.people.tests.factories import make_person, make_post

DUE = dt.date(2026, 10, 20)


@pytest.fixture
def wide(cast, office, audited):
    """The fence of the clinic reaches 250 m: the audit asks its head."""
    Site.objects.filter(pk=cast.site.pk).update(radius_m=250)
    audited()
    return Finding.objects.get(code="fence_wide")


def shown(finding) -> Shown:
    return Shown(findings().get(pk=finding.pk))


def test_a_finding_is_assigned_to_the_head_of_the_unit_until_a_day(wide, cast):
    assignment = shown(wide).assignment
    assert assignment.owner == cast.supervisor and assignment.due_on == dt.date(2026, 10, 16)
    assert shown(wide).state == "open" and not shown(wide).is_late(dt.date(2026, 10, 16))
    assert shown(wide).is_late(dt.date(2026, 10, 17))
    assert any(says(one, code="fence_wide", owner=cast.supervisor.pk) for one in entries("audit_finding"))


def test_what_belongs_to_no_unit_is_asked_of_bkpsdm(wide, cast):
    assert shown(Finding.objects.get(code="restored_never")).assignment.owner == cast.hr


def test_nobody_is_asked_about_what_they_did_themselves(cast, office, audited):
    make_post(cast.hr, Post.Role.AUDITOR)
    audited()
    found = Finding.objects.get(code="post_of_two_sides")
    assert shown(found).assignment.owner is None


def test_the_owner_answers_and_an_auditor_closes_it_with_a_reason(wide, cast):
    answer(actor=cast.supervisor, finding=wide, words="Halaman puskesmas memang luas.", at=AT)
    assert shown(wide).state == "answered" and list(with_state(findings(), "answered")) == [wide]
    close(actor=cast.auditor, finding=wide, words="Diukur ulang, sesuai denah.", at=AT)
    assert shown(wide).state == "closed" and list(with_state(findings(), "closed")) == [wide]
    assert wide not in with_state(findings(), "waiting")
    kinds = [step.kind for step in shown(wide).steps]
    assert kinds == ["assigned", "answered", "closed"]
    assert says(entries("audit_step")[-1], kind="closed", actor=cast.auditor.pk)


def test_a_closed_finding_can_be_opened_again_and_is_no_longer_answered(wide, cast):
    close(actor=cast.auditor, finding=wide, words="Sudah dijelaskan.", at=AT)
    with refused(Code.CLOSED_ALREADY):
        answer(actor=cast.supervisor, finding=wide, words="Masih ada lagi.", at=AT)
    with refused(Code.CLOSED_ALREADY):
        close(actor=cast.auditor, finding=wide, words="Sekali lagi.", at=AT)
    with refused(Code.CLOSED_ALREADY):
        assign(actor=cast.auditor, finding=wide, owner=cast.hr, due_on=DUE, at=AT)
    reopen(actor=cast.auditor, finding=wide, words="Denahnya ternyata lama.", at=AT)
    assert shown(wide).state == "open" and wide in with_state(findings(), "open")


def test_only_its_owner_answers_and_only_auditors_close_assign_and_reopen(wide, cast):
    for stranger in (cast.servant, cast.other_supervisor, cast.hr, cast.auditor):
        with refused(Code.NOT_OWNER):
            answer(actor=stranger, finding=wide, words="Bukan saya.", at=AT)
    for other in (cast.servant, cast.supervisor, cast.hr, cast.executive):
        with refused(Code.NOT_AUDITOR):
            close(actor=other, finding=wide, words="Tutup saja.", at=AT)
        with refused(Code.NOT_AUDITOR):
            assign(actor=other, finding=wide, owner=cast.hr, due_on=DUE, at=AT)
        with refused(Code.NOT_AUDITOR):
            reopen(actor=other, finding=wide, words="Buka lagi.", at=AT)


@pytest.mark.parametrize("words", ["", "    ", "ya"])
def test_without_words_nothing_is_answered_or_closed(wide, cast, words):
    with refused(Code.WORDS_MISSING):
        answer(actor=cast.supervisor, finding=wide, words=words, at=AT)
    with refused(Code.WORDS_MISSING):
        close(actor=cast.auditor, finding=wide, words=words, at=AT)


def test_what_is_open_cannot_be_opened(wide, cast):
    with refused(Code.NOT_CLOSED):
        reopen(actor=cast.auditor, finding=wide, words="Buka lagi.", at=AT)


def test_an_auditor_names_somebody_else_until_another_day(wide, cast):
    assign(actor=cast.auditor, finding=wide, owner=cast.hr, due_on=DUE, words="Lewat BKPSDM", at=AT)
    assert shown(wide).assignment.owner == cast.hr
    assert wide in owned_by(findings(), cast.hr) and wide not in owned_by(findings(), cast.supervisor)
    with refused(Code.NOT_OWNER):
        answer(actor=cast.supervisor, finding=wide, words="Terlambat.", at=AT)


def test_a_day_that_is_over_or_somebody_who_left_is_not_named(wide, cast):
    with refused(Code.DAY_OVER):
        assign(actor=cast.auditor, finding=wide, owner=cast.hr, due_on=dt.date(2026, 10, 1), at=AT)
    gone = make_person("Sudah Pergi", unit=cast.clinic, is_active=False)
    with refused(Code.OWNER_LEFT):
        assign(actor=cast.auditor, finding=wide, owner=gone, due_on=DUE, at=AT)


def test_no_auditor_closes_what_is_about_themselves_or_what_they_answer(wide, cast):
    assign(actor=cast.auditor, finding=wide, owner=cast.auditor, due_on=DUE, at=AT)
    with refused(Code.NOT_ON_ONESELF):
        close(actor=cast.auditor, finding=wide, words="Saya tutup sendiri.", at=AT)


def test_an_auditor_of_two_sides_does_not_close_that_finding(cast, office, audited):
    make_post(cast.auditor, Post.Role.HR)
    audited()
    found = Finding.objects.get(code="post_of_two_sides")
    with refused(Code.NOT_ON_ONESELF):
        close(actor=cast.auditor, finding=found, words="Tidak apa-apa.", at=AT)


def test_what_is_still_open_is_not_found_twice_and_after_closing_it_is_found_anew(wide, cast, audited):
    report = audited()
    assert Finding.objects.filter(code="fence_wide").count() == 1
    close(actor=cast.auditor, finding=wide, words="Akan diperkecil.", at=AT)
    audited()
    assert list(Finding.objects.filter(code="fence_wide").order_by("pk").values_list("number", flat=True)) == [1, 2]
    assert report.version == 2


def test_a_later_month_tells_what_is_open_and_which_report_came_before(wide, cast, audited):
    later = audited(at=dt.datetime(2026, 11, 2, 2, 0, tzinfo=dt.UTC), month=dt.date(2026, 10, 1))
    told = Read(later).says
    assert told["before"]["month"] == "2026-09" and told["before"]["sha256"] == newest_before(later.month).sha256
    assert wide.pk in [one["finding"] for one in told["open_before"]]


def test_only_auditors_ask_for_an_audit_and_only_of_a_month_that_is_over(cast, office):
    for other in (cast.hr, cast.executive, cast.supervisor, cast.servant):
        with refused(Code.NOT_AUDITOR):
            run(month=MONTH, at=AT, clock=now, actor=other)
    with refused(Code.MONTH_NOT_OVER):
        run(month=dt.date(2026, 10, 1), at=AT, clock=now, actor=cast.auditor)
    assert not Report.objects.exists()


def test_a_report_leaves_an_entry_with_its_digest(cast, audited):
    report = audited(actor=cast.auditor)
    assert says(entries("audit_report")[-1], sha256=report.sha256, month="2026-09", actor=cast.auditor.pk)


@pytest.mark.parametrize("table", ["audit_report", "audit_finding", "audit_step"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE", "UPDATE {} SET id = id"])
def test_nothing_of_the_audit_is_ever_changed_or_taken_away(wide, table, statement):
    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what the rows before left to the end of the transaction
        cursor.execute(statement.format(table))
    assert Step.objects.exists()
