"""A report in its file, on paper and on pages: auditors and executives read it, owners answer theirs, others not."""

import datetime as dt
import hashlib
import io
import json

import pypdfium2
import pytest
import rfc8785
from django.core.management import CommandError, call_command
from django.urls import reverse

from nyata.attendance.tests.test_paper import claims, faults, words
from nyata.audit import words as said
from nyata.audit.checks import CHECKS
from nyata.audit.models import Finding, Report, Step
from nyata.audit.tests.conftest import AT
from nyata.config.navigation import sections
from nyata.people.models import Site
from nyata.people.selectors import authority_of


@pytest.fixture
def report(cast, office, audited, clock):
    clock(AT)
    Site.objects.filter(pk=cast.site.pk).update(radius_m=250)
    return audited()


@pytest.fixture
def wide(report):
    return Finding.objects.get(code="fence_wide")


def test_a_report_is_canonical_json_with_its_digest_and_every_check(report):
    content = bytes(report.content)
    told = json.loads(content)
    assert rfc8785.dumps(told) == content and hashlib.sha256(content).hexdigest() == report.sha256
    assert [one["name"] for one in told["checks"]] == [one.name for one in CHECKS]
    assert told["month"] == "2026-09" and told["before"] is None


def test_everything_a_check_can_say_has_words(report):
    told = json.loads(bytes(report.content))
    assert {one.name for one in CHECKS} <= set(said.CHECKS)
    for check in told["checks"]:
        assert set(check["figures"]) - {"checkpoint"} <= set(said.FIGURES), check["name"]
        assert set(check["lists"]) <= set(said.LISTS), check["name"]
        for rows in check["lists"].values():
            assert {name for row in rows for name in row} - {"person"} <= set(said.COLUMNS)
        for one in check["findings"]:
            assert said.sentence(one["code"], one["facts"]).endswith(".") and said.causes(one["code"])


def test_the_paper_is_a_pdf_for_the_archive_and_says_the_same(report):
    from nyata.audit.paper import report_pdf

    content = report_pdf(report)
    assert claims(content) == ("2", "B") and faults(content) == []
    text = words(content)
    assert report.sha256 in text.replace(" ", "") and "Laporan audit sistem kehadiran" in text
    assert "menjangkau 250 m" in text and report_pdf(report) == content
    assert len(pypdfium2.PdfDocument(io.BytesIO(content))) >= 2


def test_auditors_and_executives_read_the_desk_and_the_report(report, cast, browser):
    for reader in (cast.auditor, cast.executive):
        page = browser(reader).get(reverse("audit:desk"), {"periksa": "fences"})
        assert page.status_code == 200 and "menjangkau 250 m" in page.content.decode()
        whole = browser(reader).get(reverse("audit:report", args=[report.pk])).content.decode()
        assert report.sha256 in whole and "belum ada" in whole
        file = browser(reader).get(reverse("audit:json", args=[report.pk]))
        assert file.content == bytes(report.content)
        assert browser(reader).get(reverse("audit:paper", args=[report.pk])).content.startswith(b"%PDF")


def test_nobody_else_reads_a_report_or_a_finding_of_others(report, wide, cast, browser):
    for stranger in (cast.servant, cast.other_supervisor, cast.operator):
        for name, *args in (("desk",), ("report", report.pk), ("json", report.pk), ("paper", report.pk)):
            assert browser(stranger).get(reverse(f"audit:{name}", args=args)).status_code == 403
        assert browser(stranger).get(reverse("audit:finding", args=[wide.pk])).status_code == 404
    assert browser(cast.auditor).get(reverse("audit:report", args=[10**6])).status_code == 404
    assert browser(cast.auditor).get(reverse("audit:finding", args=[10**6])).status_code == 404


def test_the_owner_sees_what_they_are_asked_and_answers_it(wide, cast, browser):
    mine = browser(cast.supervisor)
    assert "menjangkau 250 m" in mine.get(reverse("audit:own")).content.decode()
    page = mine.get(reverse("audit:finding", args=[wide.pk])).content.decode()
    assert "Kemungkinan wajar" in page and reverse("audit:step", args=[wide.pk, "jawab"]) in page
    assert reverse("audit:step", args=[wide.pk, "tutup"]) not in page
    empty = mine.post(reverse("audit:step", args=[wide.pk, "jawab"]), {"words": ""})
    assert empty.status_code == 422 and "belum ditulis" in empty.content.decode()
    done = mine.post(reverse("audit:step", args=[wide.pk, "jawab"]), {"words": "Halamannya luas."}, follow=True)
    assert "Jawaban dicatat." in done.content.decode()
    assert "Tidak ada yang perlu" in browser(cast.servant).get(reverse("audit:own")).content.decode()


def test_an_auditor_closes_reopens_and_hands_on(wide, cast, browser):
    desk = browser(cast.auditor)
    desk.post(reverse("audit:step", args=[wide.pk, "tutup"]), {"words": "Sesuai denah."})
    assert "Ditutup" in desk.get(reverse("audit:finding", args=[wide.pk])).content.decode()
    assert "menjangkau" not in desk.get(reverse("audit:desk")).content.decode()
    assert "menjangkau" in desk.get(reverse("audit:desk") + "?keadaan=closed").content.decode()
    desk.post(reverse("audit:step", args=[wide.pk, "buka"]), {"words": "Denahnya lama."})
    done = desk.post(
        reverse("audit:assign", args=[wide.pk]), {"owner": cast.hr.pk, "due_on": "2026-10-20", "words": ""}
    )
    assert done.status_code == 302
    assert Step.objects.filter(finding=wide, kind="assigned").latest("pk").owner == cast.hr
    assert desk.get(reverse("audit:step", args=[wide.pk, "hapus"])).status_code == 404


def test_an_executive_reads_and_changes_nothing(wide, cast, browser):
    desk = browser(cast.executive)
    refused = desk.post(reverse("audit:step", args=[wide.pk, "tutup"]), {"words": "Tutup saja."})
    assert refused.status_code == 422 and not Step.objects.filter(kind="closed").exists()
    assert desk.post(reverse("audit:start")).status_code == 403
    assert browser(cast.auditor).get(reverse("audit:start")).status_code == 405


def test_an_auditor_starts_the_audit_of_last_month_and_a_worker_makes_it(cast, office, browser, clock):
    from procrastinate.contrib.django.models import ProcrastinateJob

    from nyata.audit.tasks import audit_month

    clock(AT)
    done = browser(cast.auditor).post(reverse("audit:start"), follow=True)
    assert "berjalan di latar" in done.content.decode()
    job = ProcrastinateJob.objects.get(task_name="audit.run")
    audit_month(**job.args)
    assert Report.objects.get().asked_by == cast.auditor
    assert Report.objects.get().month == dt.date(2026, 9, 1)


def test_the_monthly_job_audits_the_month_that_has_ended(cast, office, clock):
    from nyata.audit.tasks import monthly

    clock(AT)
    monthly(timestamp=0)
    assert Report.objects.get().month == dt.date(2026, 9, 1)


def test_the_desk_before_any_report_says_when_one_comes(cast, office, browser, clock):
    clock(AT)
    assert "Belum ada laporan" in browser(cast.auditor).get(reverse("audit:desk")).content.decode()


def test_the_command_runs_shows_and_refuses(cast, office, clock, capsys):
    clock(AT)
    call_command("audit", "run", "--month", "2026-09", "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["month"] == "2026-09"
    call_command("audit", "show")
    assert Report.objects.get().sha256 in capsys.readouterr().out
    with pytest.raises(CommandError, match="month_not_over"):
        call_command("audit", "run", "--month", "2026-10")
    with pytest.raises(CommandError, match="no such report"):
        call_command("audit", "show", "--month", "2020-01")
    with pytest.raises(CommandError, match="file_missing"):
        call_command("audit", "restore", "none.dump")


def test_the_audit_stands_in_the_navigation_of_those_who_read_or_answer(cast):
    def finds(person) -> set[str]:
        found = sections(authority_of(person, AT.date()), "/")
        return {place.url for one in found for place in one.places} & {"/audit/", "/audit/untuk-saya/"}

    assert finds(cast.auditor) == finds(cast.executive) == {"/audit/"}
    assert finds(cast.hr) == finds(cast.other_supervisor) == {"/audit/untuk-saya/"}
    assert finds(cast.servant) == set()
