"""A file of punches is taken wholly or not at all; the same punch is one punch, whatever files it stands in."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from nyata.ledger.models import Opening
from nyata.people.models import DayChange
from nyata.sources.layout import Layout, built_in
from nyata.sources.models import Number, Punch, PunchFile, WaitingFile
from nyata.sources.refusals import Code, Refused
from nyata.sources.services import make_profile, preview, waiting
from nyata.sources.tests.factories import AT, give_number, make_machine, set_layout, take_text

CHANGED = {Punch: {"line": 9}, PunchFile: {"added": 9}, Number: {"text": "9"}}
DAYS = "17 2026-02-02 07:20:00\n17 2026-02-02 16:05:00\n18 2026-02-02 07:25:00\n"


def test_a_file_is_taken_with_the_times_as_the_machine_gave_them(cast, machine):
    outcome = take_text(cast.hr, machine, DAYS)
    assert (outcome.found, outcome.added, outcome.known, outcome.broken) == (3, 3, 0, 0)
    assert (outcome.waiting, outcome.waiting_punches) == ([["17", 2], ["18", 1]], 3)
    first = Punch.objects.order_by("line").first()
    assert (first.given, first.line, first.number.text) == ("2026-02-02 07:20:00", 1, "17")
    assert first.at == dt.datetime(2026, 2, 2, 0, 20, tzinfo=dt.UTC)
    file = PunchFile.objects.get()
    assert (file.added, file.first, file.last, len(file.sha256)) == (3, dt.date(2026, 2, 2), dt.date(2026, 2, 2), 64)
    assert Opening.objects.filter(kind="punch_file").count() == 1


@pytest.mark.parametrize(
    ("zone", "hour"), [("Asia/Jakarta", 0), ("Asia/Makassar", -1), ("Asia/Jayapura", -2), ("UTC", 7)]
)
def test_the_zone_of_the_profile_says_when_it_was(cast, zone, hour):
    layout = Layout(**{**built_in()["attlog"].layout.plain(), "zone": zone})
    take_text(
        cast.hr, make_machine(cast.clinic, cast.hr, layout=layout), "17 2026-07-02 07:20:00\n", at=AT.replace(month=8)
    )
    at = dt.datetime(2026, 7, 2, 0, 20, tzinfo=dt.UTC) + dt.timedelta(hours=hour)
    assert Punch.objects.get().at == at  # no summer time moves it


def test_a_broken_line_applies_nothing_and_is_named(cast, machine):
    outcome = take_text(cast.hr, machine, DAYS + "19 kemarin pagi\n")
    assert (outcome.broken, outcome.added) == (1, 0)
    assert outcome.problems == [[4, "time_unreadable", "19 kemarin pagi"]]
    assert not Punch.objects.exists() and not PunchFile.objects.exists() and not Number.objects.exists()


def test_the_same_file_again_brings_nothing_and_leaves_no_trace(cast, machine):
    take_text(cast.hr, machine, DAYS)
    again = take_text(cast.hr, machine, DAYS)
    assert (again.found, again.added, again.known, again.file) == (3, 0, 3, None)
    assert (Punch.objects.count(), PunchFile.objects.count()) == (3, 1)


def test_overlapping_files_bring_what_is_new(cast, machine):
    take_text(cast.hr, machine, DAYS)
    more = take_text(cast.hr, machine, DAYS + "17 2026-02-03 07:21:00\n17 2026-02-03 07:21:00\n")
    assert (more.found, more.added) == (5, 1)
    assert Punch.objects.count() == 4


def test_the_same_punch_of_two_machines_is_two(cast, machine):
    take_text(cast.hr, machine, DAYS)
    assert take_text(cast.hr, make_machine(cast.clinic, cast.hr), DAYS).added == 3


def test_another_zone_in_the_profile_does_not_bring_everything_twice(cast, machine):
    take_text(cast.hr, machine, DAYS)
    set_layout(machine, Layout(**{**built_in()["attlog"].layout.plain(), "zone": "UTC"}), cast.hr)
    assert take_text(cast.hr, machine, DAYS).added == 0


def test_a_dry_run_says_what_would_come_and_keeps_nothing(cast, machine):
    outcome = take_text(cast.hr, machine, DAYS, dry_run=True)
    assert (outcome.added, outcome.file) == (3, None)
    assert not Punch.objects.exists() and not Number.objects.exists()


def test_an_empty_file_and_a_machine_without_a_profile_are_refused(cast, machine):
    for source, text, code in (
        (machine, "", Code.FILE_EMPTY),
        (machine, "\r\n \n", Code.FILE_EMPTY),
        (make_machine(cast.clinic, cast.hr, layout=None), DAYS, Code.PROFILE_MISSING),
    ):
        with pytest.raises(Refused) as refused:
            take_text(cast.hr, source, text)
        assert refused.value.code == code


@pytest.mark.parametrize("who", ["servant", "supervisor", "other_supervisor", "auditor", "executive"])
def test_whoever_does_not_look_after_a_machine_takes_no_file(cast, machine, who):
    with pytest.raises(Refused) as refused:
        take_text(getattr(cast, who), machine, DAYS)
    assert refused.value.code == Code.NOT_YOURS


def test_the_operator_of_its_unit_looks_after_a_machine_and_of_no_other(cast, machine):
    assert take_text(cast.operator, machine, DAYS).added == 3
    with pytest.raises(Refused) as refused:
        take_text(cast.operator, make_machine(cast.roads, cast.hr), DAYS)
    assert refused.value.code == Code.NOT_YOURS


def test_what_a_machine_told_is_never_changed_or_deleted(cast, machine):
    take_text(cast.hr, machine, DAYS)
    for model in (Punch, PunchFile, Number):
        for act in (
            lambda model=model: model.objects.all().delete(),
            lambda model=model: model.objects.update(**CHANGED[model]),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()


def test_odd_codes_are_kept_without_breaking_the_file(cast):
    layout = Layout("semicolon", False, {"number": "1", "time": "2", "code": "3"})
    outcome = take_text(cast.hr, make_machine(cast.clinic, cast.hr, layout=layout), "17;2026-02-02 07:20;a\\b\tc\n")
    assert outcome.added == 1
    assert Punch.objects.get().code == "a b c"


def test_nothing_is_said_to_have_changed_where_the_machine_does_not_count(cast, machine):
    give_number(cast.hr, machine, "17", cast.servant)
    take_text(cast.hr, machine, DAYS)
    assert not DayChange.objects.exists()


def test_progress_is_told_in_lines(cast, machine):
    lines = []
    take_text(
        cast.hr,
        machine,
        "".join(f"17 2026-02-02 {n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}\n" for n in range(12_000)),
        step=lines.append,
    )
    assert lines == [5000, 10000]


def test_a_preview_keeps_nothing_and_shows_the_first_lines(machine, django_assert_num_queries):
    import io

    with django_assert_num_queries(0):
        found = preview(io.BytesIO(DAYS.encode()), built_in()["attlog"].layout, at=AT, count=2)
    assert [one.number for one in found] == ["17", "17"]
    with pytest.raises(Refused) as refused:
        preview(io.BytesIO(b""), built_in()["attlog"].layout, at=AT)
    assert refused.value.code == Code.FILE_EMPTY


class TestUploads:
    def test_a_checked_file_waits_and_is_gone_once_taken(self, cast, machine):
        file = waiting.check(actor=cast.operator, machine=machine, name="a.dat", content=DAYS.encode(), at=AT)
        assert file.outcome["added"] == 3 and not Punch.objects.exists()
        assert waiting.apply(actor=cast.operator, waiting=file.pk, at=AT).added == 3
        assert not WaitingFile.objects.exists()

    def test_it_waits_for_its_officer_and_a_day_at_most(self, cast, machine):
        file = waiting.check(actor=cast.operator, machine=machine, name="a.dat", content=DAYS.encode(), at=AT)
        for who, at in ((cast.hr, AT), (cast.operator, AT + dt.timedelta(days=1, seconds=1))):
            with pytest.raises(Refused) as refused:
                waiting.apply(actor=who, waiting=file.pk, at=at)
            assert refused.value.code == Code.FILE_GONE

    def test_a_newer_upload_replaces_it(self, cast, machine):
        for _ in range(2):
            waiting.check(actor=cast.operator, machine=machine, name="a.dat", content=DAYS.encode(), at=AT)
        assert WaitingFile.objects.count() == 1

    def test_one_with_a_broken_line_is_not_taken(self, cast, machine):
        file = waiting.check(actor=cast.operator, machine=machine, name="a.dat", content=b"17 x y\n", at=AT)
        with pytest.raises(Refused) as refused:
            waiting.apply(actor=cast.operator, waiting=file.pk, at=AT)
        assert refused.value.code == Code.FILE_HAS_BAD_LINES
        assert WaitingFile.objects.exists()

    def test_more_than_ten_megabytes_go_by_the_command(self, cast, machine):
        with pytest.raises(Refused) as refused:
            waiting.check(actor=cast.hr, machine=machine, name="a", content=b" " * 10_000_001, at=AT)
        assert refused.value.code == Code.FILE_TOO_LARGE


class TestProfiles:
    def test_a_profile_has_versions_and_files_keep_theirs(self, cast, machine):
        take_text(cast.hr, machine, DAYS)
        other = Layout("tab", False, {"number": "1", "time": "2"})
        made = make_profile(actor=cast.hr, machine=machine, name="Lain", layout=other, at=AT)
        assert (made.version, PunchFile.objects.get().profile.version) == (2, 1)
        assert take_text(cast.hr, machine, "17\t2026-02-05 07:28:15\n").profile == 2

    def test_the_same_layout_again_a_missing_name_and_others_are_refused(self, cast, machine):
        layout = built_in()["attlog"].layout
        for who, name, code in (
            (cast.hr, "Uji", Code.SAME_LAYOUT),
            (cast.hr, " ", Code.NAME_MISSING),
            (cast.operator, "Uji", Code.NOT_HR),
        ):
            with pytest.raises(Refused) as refused:
                make_profile(actor=who, machine=machine, name=name, layout=layout, at=AT)
            assert refused.value.code == code
