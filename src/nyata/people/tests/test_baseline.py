from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from nyata.people import services
from nyata.people.models import BaselineFigure, ImportDraft, RolloutDecision
from nyata.people.refusals import Code
from nyata.people.tests.asking import entries, refused
from nyata.people.tests.factories import make_stage, make_unit

HEAD = "kode_unit,bulan,jenis,nilai,sumber"


@pytest.fixture
def check(five, now):
    make_unit("Dinas Sosial", code="DINSOS")

    def act(*lines: str) -> ImportDraft:
        content = "\n".join([HEAD, *lines]).encode()
        return services.check_file(actor=five.hr, kind="baseline", name="awal.csv", content=content, at=now)

    return act


def codes(draft: ImportDraft) -> list[str]:
    return [code for _line, code, _cells in draft.problems]


def test_figures_of_before_are_kept_with_their_source(check, five, now):
    draft = check("DINSOS,2025-11,pengaduan,4,Rekap SP4N", 'dinsos,12/2025,Kepuasan,"81,25",Laporan SKM')
    assert services.apply_import(actor=five.hr, draft=draft, at=now) == 2
    figures = {figure.kind: figure for figure in BaselineFigure.objects.all()}
    assert figures["complaints"].value == 4
    assert (figures["satisfaction"].value, f"{figures['satisfaction'].month}") == (Decimal("81.25"), "2025-12-01")
    assert figures["complaints"].imported_by == five.hr
    assert len(entries("baseline")) == 1


def test_each_bad_figure_has_its_reason(check):
    draft = check(
        "LAIN,2025-11,pengaduan,4,Rekap",
        "DINSOS,2025-13,pengaduan,4,Rekap",
        "DINSOS,2026-02,pengaduan,4,Rekap",
        "DINSOS,2025-11,pujian,4,Rekap",
        "DINSOS,2025-11,pengaduan,4.5,Rekap",
        "DINSOS,2025-11,pengaduan,-1,Rekap",
        "DINSOS,2025-11,kepuasan,24.99,Rekap",
        "DINSOS,2025-11,kepuasan,100.01,Rekap",
        "DINSOS,2025-11,kepuasan,NaN,Rekap",
        "DINSOS,2025-11,kepuasan,80,",
        "DINSOS,2025-10,kepuasan,25,Rekap",
        "DINSOS,2025-10,kepuasan,100,Rekap",
    )
    assert codes(draft) == [
        Code.UNIT_UNKNOWN,
        Code.MONTH_UNREADABLE,
        Code.MONTH_UNREADABLE,
        Code.FIGURE_KIND_UNKNOWN,
        *[Code.FIGURE_VALUE_WRONG] * 5,
        Code.SOURCE_MISSING,
        Code.FIGURE_TWICE,
    ]


def test_a_figure_is_imported_once(check, five, now):
    services.apply_import(actor=five.hr, draft=check("DINSOS,2025-11,pengaduan,4,Rekap"), at=now)
    assert codes(check("DINSOS,2025-11,pengaduan,9,Rekap")) == [Code.FIGURE_TAKEN]


def test_figures_are_of_the_months_before_live(check, five, today):
    opd = make_unit("Dinas Perikanan", code="IKAN")
    make_unit("Bidang Tangkap", parent=opd, code="IKAN-1")
    make_stage(opd, RolloutDecision.Stage.LIVE, valid_from=today.replace(year=2025, month=12, day=1))
    lines = [f"{code},{month},pengaduan,4,Rekap" for code in ("IKAN", "IKAN-1") for month in ("2025-11", "2025-12")]
    assert codes(check(*lines)) == [Code.FIGURE_NOT_BEFORE_LIVE] * 2


def test_only_hr_officers_import_figures(five, now):
    with refused(Code.NOT_HR):
        services.check_file(actor=five.operator, kind="baseline", name="a.csv", content=HEAD.encode(), at=now)


@pytest.mark.parametrize(
    ("table", "change"), [("people_rolloutdecision", "stage = 'trial'"), ("people_baselinefigure", "value = 0")]
)
def test_a_stage_and_a_figure_of_before_are_never_changed_or_deleted(check, five, now, table, change):
    make_stage(make_unit("Dinas Pangan", code="DISPANGAN"), RolloutDecision.Stage.LIVE)
    services.apply_import(actor=five.hr, draft=check("DINSOS,2025-11,pengaduan,4,Rekap SP4N"), at=now)
    for statement in (f"UPDATE {table} SET {change}", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):  # noqa: S608
        with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a pending foreign key would refuse first
            cursor.execute(statement)
