"""What a line of a machine's file tells, whatever the machine, the program or the editor made of it."""

import datetime as dt
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyata.core.worktime.columns import Direction
from nyata.sources.layout import Layout, built_in
from nyata.sources.reading import Problem, Told, clock_second, day_second, read
from nyata.sources.refusals import Code, Refused

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
ATTLOG = built_in()["attlog"].layout
APP = built_in()["opd_app"].layout
CSV = Layout("semicolon", True, {"number": "ID", "time": "Waktu", "code": "Status"}, "dmy", directions={"M": "in"})


def told(text, layout=ATTLOG, now=NOW):
    content = text if isinstance(text, bytes) else text.encode()
    return list(read(io.BytesIO(content), layout, at=now))


def moment(one):
    return f"{dt.datetime.fromtimestamp(one.second, dt.UTC):%Y-%m-%d %H:%M:%S}"


def codes(found):
    return [one.code for one in found]


def test_a_line_of_attlog_is_a_number_and_a_time_whatever_follows():
    found = told("       17\t2026-02-02 07:28:15\t1\t0\t1\t0\n   18  2026-02-02   16:01:00  1 1 1 0\n")
    assert [(one.line, one.number, moment(one), one.direction) for one in found] == [
        (1, "17", "2026-02-02 07:28:15", Direction.UNKNOWN),
        (2, "18", "2026-02-02 16:01:00", Direction.UNKNOWN),
    ]
    assert found[0].given == "2026-02-02 07:28:15"


def test_a_status_column_tells_coming_from_going_where_the_profile_says_so():
    found = told(
        "17 2026-02-02 07:28:15 1 0 1 0\n17 2026-02-02 16:00:00 1 1 1 0\n17 2026-02-02 17:00:00 1 255 1 0\n",
        built_in()["attlog_directed"].layout,
    )
    assert [one.direction for one in found] == [Direction.IN, Direction.OUT, Direction.UNKNOWN]
    assert codes(found) == ["0", "1", "255"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_and_either_ending_of_lines_are_read(mark, ending):
    found = told(mark + f"ID;Waktu{ending}17;02/02/2026 07:28:15{ending}{ending}".encode(), CSV_PLAIN)
    assert [(one.line, one.number, moment(one)) for one in found] == [(2, "17", "2026-02-02 07:28:15")]


CSV_PLAIN = Layout("semicolon", True, {"number": "ID", "time": "Waktu"}, "dmy")


def test_a_name_in_latin_1_beside_the_number_does_no_harm():
    content = "ID;Nama;Waktu\n17;Renée;02/02/2026 07.28\n".encode("latin-1")
    assert moment(told(content, CSV_PLAIN)[0]) == "2026-02-02 07:28:00"


def test_headings_in_latin_1_are_found_where_the_profile_says_so():
    layout = Layout("comma", True, {"number": "Numéro", "time": "Waktu"}, "ymd", encoding="latin-1")
    assert told("Numéro,Waktu\n17,2026-02-02 07:28\n".encode("latin-1"), layout)[0].number == "17"
    with pytest.raises(Refused) as refused:
        told("Numéro,Waktu\n17,2026-02-02 07:28\n".encode("latin-1"), Layout(**{**layout.plain(), "encoding": "utf-8"}))
    assert refused.value.code == Code.HEADINGS_MISSING


def test_utf_16_is_known_by_its_mark():
    assert told("17 2026-02-02 07:28\n".encode("utf-16"))[0].number == "17"


def test_seconds_that_are_missing_are_none():
    assert moment(told("17 2026-02-02 07:28\n")[0]) == "2026-02-02 07:28:00"


def test_a_number_in_a_number_that_is_not_of_its_alphabet_is_no_number():
    assert codes(told("1\u00e97 2026-02-02 07:28\n".encode("latin-1"))) == [Code.NUMBER_WRONG]
    assert codes(told(f"{'9' * 25} 2026-02-02 07:28\n")) == [Code.NUMBER_WRONG]


def test_what_is_broken_is_named_with_its_line():
    text = "17 2026-02-30 07:28:15\n\n17\n17 2026-02-02 27:28:15\n17 1999-12-31 23:59:59\n17 2026-03-05 07:00:00\n"
    assert [(one.line, one.code) for one in told(text)] == [
        (1, Code.TIME_UNREADABLE),
        (3, Code.COLUMNS_FEW),
        (4, Code.TIME_UNREADABLE),
        (5, Code.TIME_TOO_OLD),
        (6, Code.TIME_IN_FUTURE),
    ]


def test_a_clock_that_began_anew_in_2000_is_kept_and_one_a_little_ahead_too():
    ahead = "17 2026-03-03 07:59:59\n"  # a second less than a day after now, in Jakarta
    assert all(isinstance(one, Told) for one in told("17 2000-01-01 00:00:00\n" + ahead))


def test_a_line_of_ten_megabytes_is_one_problem_and_the_next_line_is_read():
    found = told(b"17 2026-02-02 07:28:15\n" + b"9" * 10_000_000 + b"\n18 2026-02-02 07:29:00\n")
    assert [(one.line, isinstance(one, Problem)) for one in found] == [(1, False), (2, True), (3, False)]
    assert found[1].code == Code.LINE_TOO_LONG


def test_a_file_with_headings_only_tells_nothing_and_an_empty_one_is_refused():
    assert told("ID;Waktu;Status\n", CSV) == []
    with pytest.raises(Refused) as refused:
        told("", CSV)
    assert refused.value.code == Code.FILE_EMPTY


def test_headings_are_found_whatever_their_order_case_and_dots():
    found = told('"status";WAKTU ;I.D.;"Nama"\nM;02-02-2026 07.28.15;17;"Sari; Melati"\n', headings("I D"))
    assert (found[0].number, moment(found[0]), found[0].direction) == ("17", "2026-02-02 07:28:15", Direction.IN)


def headings(number):
    return Layout(
        "semicolon", True, {"number": number, "time": "Waktu", "code": "Status"}, "dmy", directions={"M": "in"}
    )


def test_a_column_may_be_named_by_its_place():
    assert told("x;y\n17;02/02/2026 07:28\n", Layout("semicolon", True, {"number": "1", "time": "2"}, "dmy"))


def test_an_app_that_writes_a_line_a_day_tells_a_coming_and_a_going():
    found = told("NIP,Tanggal,Jam Masuk,Jam Pulang\n17,02/02/2026,07:28,16:01\n17,03/02/2026,-,\n", APP)
    assert [(moment(one), one.direction) for one in found] == [
        ("2026-02-02 07:28:00", Direction.IN),
        ("2026-02-02 16:01:00", Direction.OUT),
    ]


def workbook(*rows):
    book, content = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def test_a_workbook_keeps_its_clock_times():
    layout = Layout("semicolon", True, {"number": "ID", "time": "Waktu"}, "dmy")
    moments = [dt.datetime.fromisoformat(text) for text in ("2026-02-02 07:28:15", "2026-02-03 00:00:00")]
    found = told(workbook(["ID", "Waktu"], *([17, one] for one in moments)), layout)
    assert [moment(one) for one in found] == ["2026-02-02 07:28:15", "2026-02-03 00:00:00"]
    assert found[0].number == "17"
    days = workbook(["NIP", "Tanggal", "Jam Masuk", "Jam Pulang"], ["17", dt.date(2026, 2, 2), dt.time(7, 28), None])
    assert [moment(one) for one in told(days, APP)] == ["2026-02-02 07:28:00"]


def test_a_workbook_that_swells_or_is_none_is_refused():
    swollen = workbook(["ID", "Waktu"], *([17, f"{one}" + "x" * 32_000] for one in range(1000)))
    for content in (swollen, b"PK\x03\x04 but no workbook"):
        with pytest.raises(Refused) as refused:
            told(content, CSV_PLAIN)
        assert refused.value.code in (Code.FILE_UNREADABLE, Code.FILE_TOO_LARGE)


def test_a_workbook_of_more_than_ten_megabytes_is_refused():
    with pytest.raises(Refused) as refused:
        told(b"PK\x03\x04" + b"\0" * 10_000_000, CSV_PLAIN)
    assert refused.value.code == Code.FILE_TOO_LARGE


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-02-03", "ymd", dt.date(2026, 2, 3)),
        ("2026/2/3", "dmy", dt.date(2026, 2, 3)),  # four digits in front are a year
        ("03/02/2026", "dmy", dt.date(2026, 2, 3)),
        ("02/03/2026", "mdy", dt.date(2026, 2, 3)),
        ("03.02.26", "dmy", dt.date(2026, 2, 3)),
        ("31/02/2026", "dmy", None),
        ("2026-2", "ymd", None),
        ("1/2/026", "dmy", None),
    ],
)
def test_days_are_read_in_the_order_of_the_profile(text, order, day):
    expected = None if day is None else int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp())
    assert day_second(text, order) == expected


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("07:28:15", (7, 28, 15)), ("7.28", (7, 28, 0)), ("12:00 AM", (0, 0, 0)), ("12:00 p.m.", (12, 0, 0)),
        ("07:28:15.123", (7, 28, 15)), ("24:00", None), ("07:60", None), ("13:00 PM", None), ("pagi", None),
    ],
)  # fmt: skip
def test_clocks_are_read_with_or_without_seconds_and_halves(text, clock):
    assert clock_second(text) == (None if clock is None else (clock[0] * 60 + clock[1]) * 60 + clock[2])


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({}, Code.LAYOUT_COLUMNS),
        ({"time": "2"}, Code.LAYOUT_COLUMNS),
        ({"number": "1", "date": "2"}, Code.LAYOUT_COLUMNS),
        ({"number": "1", "time": "2", "clock": "3"}, Code.LAYOUT_COLUMNS),
        ({"number": "1", "date": "2", "clock": "3", "in": "4"}, Code.LAYOUT_COLUMNS),
        ({"number": "1", "time": "2", "other": "3"}, Code.LAYOUT_COLUMNS),
        ({"number": "ID", "time": "2"}, Code.LAYOUT_PLACES),
        ({"number": "0", "time": "2"}, Code.LAYOUT_PLACES),
    ],
)
def test_a_layout_that_tells_no_time_or_tells_it_twice_is_refused(columns, code):
    with pytest.raises(Refused) as refused:
        Layout(columns=columns)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "other",
    [{"separator": "x"}, {"order": "x"}, {"zone": "Europe/Paris"}, {"encoding": "x"}, {"directions": {"0": "x"}}],
)
def test_what_a_layout_does_not_know_is_refused(other):
    with pytest.raises(Refused) as refused:
        Layout(columns={"number": "1", "time": "2"}, **other)
    assert refused.value.code == Code.LAYOUT_UNKNOWN


def test_each_layout_that_comes_with_nyata_says_where_it_was_taken_from():
    assert {"attlog", "attlog_directed", "desk_program", "opd_app"} == set(built_in())
    assert all(one.source and one.status and one.title for one in built_in().values())


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    try:
        found = told(content)
    except Refused:
        return
    assert all(isinstance(one, Told | Problem) for one in found)
