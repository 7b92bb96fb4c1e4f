"""A month's allowance of everybody: worked out, as a page of the largest OPD and of all, and as a file."""

import datetime as dt
import io
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import recap

EXAMPLE, TIMES, PAGES = "tulang_bawang", 5, 20
# Everybody has an amount of their own; the class would be found by one join more.
AMOUNTS = """
INSERT INTO allowance_amountline (person_id, job_class, amount, valid_from, document_number, entered_at)
SELECT id, '', 1500000 + (id %% 40) * 100000, %(since)s, 'bench', now() FROM people_person WHERE is_active
"""


def measure() -> dict[str, Any]:
    """All figures of the last whole month. Records and amounts are made where there are none."""
    from nyata.attendance.models import DayRecord

    last = timezone.localdate().replace(day=1) - dt.timedelta(days=1)
    first = last.replace(day=1)
    if not DayRecord.objects.filter(day=first).exists():
        recap.make_records(first, last)
    with connection.cursor() as cursor:
        cursor.execute(AMOUNTS, {"since": first - dt.timedelta(days=400)})
    return {"everybody": _everybody(first, last), "pages": _pages(first), "files": _files(first, last)}


def _everybody(first: dt.date, last: dt.date) -> dict[str, Any]:
    from nyata.allowance.selectors.months import month, totals
    from nyata.allowance.selectors.templates import example_rules

    rules = example_rules(EXAMPLE, last)
    assert rules is not None
    lines = month(first, last, rules)
    with CaptureQueriesContext(connection) as queries:
        month(first, last, rules)
    sums = totals(lines)
    steps = sum(len(line.found.steps) for line in lines if line.found)
    return {
        "people": sums.people, "reckoned": sums.reckoned, "steps": steps, "statements": len(queries),
        "seconds": round(_least(lambda: month(first, last, rules)), 2),
    }  # fmt: skip


def _pages(month: dt.date) -> list[dict[str, Any]]:
    from nyata.people.models import Post, Unit

    hr = Post.objects.filter(role="hr").select_related("person").first()
    assert hr is not None
    largest = max(Unit.objects.filter(parent__isnull=True), key=recap.people_below)
    client = Client(SERVER_NAME="localhost")
    client.force_login(hr.person)
    rows = []
    for name, address in (("an OPD", f"/tpp/opd/{largest.pk}/"), ("all OPD", "/tpp/opd/"), ("own", "/tpp/")):
        whole = f"{address}?bulan={month:%Y-%m}&contoh={EXAMPLE}"

        def ask(whole: str = whole) -> None:
            assert client.get(whole).status_code == 200

        ask()
        rows.append({"page": name, **recap.times(ask, PAGES)})
    rows[0]["people"] = recap.people_below(largest)
    return rows


def _files(first: dt.date, last: dt.date) -> dict[str, float]:
    from nyata.allowance import export
    from nyata.allowance.selectors.months import month
    from nyata.allowance.selectors.templates import example_rules

    rules = example_rules(EXAMPLE, last)
    assert rules is not None
    lines = month(first, last, rules)
    heading = export.Heading("Semua OPD", f"{first:%Y-%m}", rules.title, True)
    found = {}
    for form in export.MEDIA:

        def write(form: str = form) -> None:
            export.write(form, lines, io.BytesIO(), heading)

        found[form] = round(_least(write, 2), 2)
    return found


def _least(act: Callable[[], object], times: int = TIMES) -> float:
    """Seconds of the fastest of some runs."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return min(took)
