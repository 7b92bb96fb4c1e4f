"""Months of day records: reckoning everybody's, the recap as a file, its pages, and one person's days at once."""

import datetime as dt
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.alone import alone
from bench.ground import Ground
from bench.world import Bound
from nyata.config import processes

MONTHS, PAGES, PEOPLE = 12, 40, 200
# Ordinary days with some variety, made where they are kept; every month behind the measured one is as full.
ROWS = """
INSERT INTO attendance_dayrecord (
    person_id, day, version, current, status, flags, cover, start, "end", first_in, last_out, in_mark, out_mark, owed,
    credited, late, early, away, beyond, late_band, early_band, reckoning_id
)
SELECT p.id, d.day, 1, TRUE, CASE WHEN d.weekend THEN 0 WHEN r.dice < 0.01 THEN 5 WHEN r.dice < 0.06 THEN 3 ELSE 2 END,
       CASE WHEN r.late THEN 1 ELSE 0 END, CASE WHEN r.dice BETWEEN 0.01 AND 0.06 THEN 10 ELSE 0 END,
       d.minute + 450, d.minute + 960, d.minute + 445 + (r.dice * 30)::int, d.minute + 962, 0, 0, 450, 440,
       CASE WHEN r.late THEN 12 ELSE 0 END, 0, 0, 2, CASE WHEN r.late THEN 1 ELSE 0 END, 0, %(reckoning)s
FROM (
    SELECT day::date, extract(isodow FROM day) > 5 AS weekend, (day::date - date '1970-01-01') * 1440 AS minute
    FROM generate_series(%(first)s::date, %(last)s::date, interval '1 day') day
) d CROSS JOIN people_person p
CROSS JOIN LATERAL (SELECT dice, dice > 0.9 AS late FROM (SELECT random() + p.id * 0 AS dice) one) r
WHERE p.is_active ORDER BY d.day, p.id
"""


def measure(place: Ground, people: list[Bound]) -> dict[str, Any]:
    """All figures of months and recaps; the month measured is the last whole one."""
    last = timezone.localdate().replace(day=1) - dt.timedelta(days=1)
    first = last.replace(day=1)
    found: dict[str, Any] = {"people": get_user_model().objects.filter(is_active=True).count()}
    found["records"] = make_records(first, last)
    found["file"] = _file(place, first)
    found["pages"] = _pages(first)
    found["live"] = _live(people, first, last)
    found["reckoning"] = _reckoning(first, last)
    return found


def make_records(first: dt.date, last: dt.date) -> int:
    """Day records of everybody, a year until `last`; returns how many."""
    from nyata.attendance.models import Reckoning

    begin = (first - dt.timedelta(days=30 * (MONTHS - 1))).replace(day=1)
    run = Reckoning.objects.create(
        made_at=dt.datetime.now(dt.UTC), why="night", first=begin, last=last, policy_hash="0" * 64, program="bench",
        changes={},
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(ROWS, {"first": begin, "last": last, "reckoning": run.pk})
        count = cursor.rowcount
        cursor.execute("VACUUM (ANALYZE) attendance_dayrecord")
    return count


def _file(place: Ground, month: dt.date) -> dict[str, Any]:
    """`nyata recap` of everybody as XLSX, in a process of its own: what it says of itself, and its memory."""
    output = place.folder / "recap.xlsx"
    command = [*processes.NYATA, "recap", f"--month={month:%Y-%m}", f"--output={output}", "--json"]
    rows = []
    for _ in range(3):
        found = alone(command)
        said = found.pop("said")
        rows.append({"seconds": said["seconds"], **found, **_size(said)})
    return min(rows, key=lambda row: float(row["seconds"]))


def _size(said: dict[str, Any]) -> dict[str, Any]:
    megabytes = round(Path(said["file"]).stat().st_size / 1e6, 1)
    return {"people": said["people"], "days": said["days"], "megabytes": megabytes}


def _pages(month: dt.date) -> list[dict[str, Any]]:
    from nyata.people.models import Post, Unit

    hr = Post.objects.filter(role="hr").select_related("person").first()
    assert hr is not None
    counted = Unit.objects.filter(parent__isnull=True)
    sizes = {unit: people_below(unit) for unit in counted}
    largest = max(sizes, key=lambda unit: sizes[unit])
    client = Client(SERVER_NAME="localhost")
    client.force_login(hr.person)
    rows = []
    for name in ("opd", "tim"):
        address = f"/rekap/{name}/?bulan={month:%Y-%m}&unit={largest.pk}"

        def ask(address: str = address) -> None:
            assert client.get(address).status_code == 200

        ask()
        with CaptureQueriesContext(connection) as queries:
            ask()
        rows.append({"page": name, "people": sizes[largest], "statements": len(queries), **times(ask, PAGES)})
    return rows


def people_below(unit: Any) -> int:
    """How many active people a unit and those below it have."""
    from nyata.people.models import Person

    return Person.objects.filter(is_active=True, unit__path__startswith=unit.path).aggregate(n=Count("pk"))["n"]


def _live(people: list[Bound], first: dt.date, last: dt.date) -> list[dict[str, Any]]:
    from nyata.attendance.selectors.month import live
    from nyata.core.worktime.columns import minute_of

    dice = random.Random(1)  # noqa: S311 - whom to ask, not a secret
    as_of = minute_of(last + dt.timedelta(days=2))
    rows = []
    for name, begin in (("a day", last), ("a month", first)):

        def ask(begin: dt.date = begin) -> None:
            live(dice.choice(people).person, begin, last, as_of=as_of)

        ask()
        rows.append({"span": name, **times(ask, PEOPLE)})
    return rows


def _reckoning(first: dt.date, last: dt.date) -> dict[str, Any]:
    """Everybody's month computed and written anew, in which nearly every record differs; then once more unchanged."""
    from nyata.attendance.services.reckoning import reckon_days

    at = dt.datetime.now(dt.UTC)
    found: dict[str, Any] = {}
    for name in ("all_new", "unchanged"):
        began = time.monotonic()
        written = reckon_days(at=at, first=first, last=last)
        found[name] = {"seconds": round(time.monotonic() - began, 1), "made": written.made}
    return found


def times(ask: Callable[[], None], times: int) -> dict[str, float]:
    """Milliseconds of so many runs."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        ask()
        took.append(1000 * (time.perf_counter() - began))
    took.sort()
    return {"p50_ms": round(took[len(took) // 2], 1), "p95_ms": round(took[int(len(took) * 0.95)], 1)}
