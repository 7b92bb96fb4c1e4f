"""The working-time function: one person live, a regency's month, five million employee-days; on one core and on two."""

import argparse
import datetime as dt
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.alone import peak
from prove.machine import ROOT, described

if TYPE_CHECKING:
    import polars as pl

    from nyata.core.worktime.planning import Schedule

REPORT = ROOT / "docs" / "measurements" / "worktime.md"
FIRST, LAST = dt.date(2026, 9, 1), dt.date(2026, 9, 30)  # 22 working days of five-day offices
REGENCY = 12_000
BLOCK = 6_000  # people planned and recapped at once
FIVE_MILLION = 5_000_000
CALENDAR_DAYS, WORKING_DAYS = 30, 22


def schedule(people: int, seed: int) -> "Schedule":
    """People on the five-day hours of the law, as most are; one in ten on rosters of day, evening and night."""
    import numpy as np
    import polars as pl

    from nyata.core import policy
    from nyata.core.worktime import law, planning

    book = policy.load(ROOT / "policy")
    _, terms_of = law.terms(lambda day, **facts: book.on(day, **facts), FIRST, LAST)
    always = (dt.date(2020, 1, 1), dt.date(2099, 12, 31))
    parts = {2: law.Part(420, 840), 3: law.Part(840, 1260), 4: law.Part(1260, 1860)}
    shifts = [law.ShiftRule(1, *always, standard="five_day")]
    shifts += [law.ShiftRule(number, *always, parts=(part,)) for number, part in parts.items()]
    person = np.arange(people, dtype=np.int32) + seed * people
    dated = {"person": person, "first": _filled(always[0], people), "last": _filled(always[1], people)}
    cycles = [(1, at, 1) for at in range(7)] + [(2, at, shift) for at, shift in enumerate((2, 3, 4, 0))]
    return planning.Schedule(
        service=pl.DataFrame({**dated, "calendar": 0, "terms_of": person % 3}).cast(planning.SERVICE),  # type: ignore[arg-type]
        assignments=pl.DataFrame({**dated, "pattern": 1 + (person % 10 == 0)}).cast(planning.ASSIGNMENTS),  # type: ignore[arg-type]
        patterns=pl.DataFrame(
            [(1, dt.date(2024, 1, 1), 7, True), (2, dt.date(2024, 1, 1), 4, False)],
            schema=planning.PATTERNS,
            orient="row",
        ),
        cycles=pl.DataFrame(cycles, schema=planning.CYCLES, orient="row"),
        roster=pl.DataFrame(schema=planning.ROSTER),
        holidays=pl.DataFrame(schema=planning.HOLIDAYS),
        ramadan=pl.DataFrame(schema=planning.RAMADAN),
        hours=law.hours(shifts, FIRST, LAST, set(), lambda day, **facts: book.on(day, **facts)),
        terms_of=terms_of,
    )


def _filled(day: dt.date, count: int) -> "pl.Series":
    import polars as pl

    return pl.Series([day]).new_from_index(0, count)


def terms() -> "pl.DataFrame":
    """The windows of the policy, with a table of bands so that bands are worked out too."""
    import polars as pl

    from nyata.core.worktime.tables import TERMS

    return pl.DataFrame([(0, 120, 360, 30, 1, 31, 61, 91, 1, 31, 61, 91, 4)], schema=TERMS, orient="row")


def happenings(spans: "pl.DataFrame", seed: int) -> "tuple[pl.DataFrame, pl.DataFrame]":
    """Punches and covers of ordinary variety: 3 % of days without any, 2 % without an out, 2 % gone for an hour in
    between, 4 % leave or duty, a third of it half days."""
    import numpy as np
    import polars as pl

    from nyata.core.worktime.columns import DAY_MINUTES
    from nyata.core.worktime.tables import COVERS, PUNCHES

    chance = np.random.default_rng(seed)
    work = spans.filter(pl.col("kind") == 1)
    count = work.height
    person = work["person"].to_numpy()
    came = chance.random(count) > 0.03
    left = came & (chance.random(count) > 0.02)
    gone = left & (chance.random(count) < 0.02)
    arrives = work["start"].to_numpy() * 60 + chance.normal(-700, 700, count)
    leaves = work["end"].to_numpy() * 60 + chance.normal(700, 600, count)
    middle = (arrives + leaves) / 2
    rows = [(came, arrives, 1), (left, leaves, 2), (gone, middle, 2), (gone, middle + 3600, 1)]
    punches = pl.concat(
        pl.DataFrame({"person": person[which], "second": at[which].astype(np.int64), "direction": way, "mark": 0})
        for which, at, way in rows
    ).cast(PUNCHES)  # type: ignore[arg-type]
    away = work.sample(fraction=0.04, seed=seed).sort("person", "start")
    day = away["day"].cast(pl.Int32) * DAY_MINUTES
    covers = pl.DataFrame(
        {
            "person": away["person"],
            "start": day,
            "end": day + DAY_MINUTES,
            "cover": np.where(chance.random(away.height) < 0.6, 10, 30),
            "extent": np.where(chance.random(away.height) < 0.33, 2, 1),
        }
    ).cast(COVERS)  # type: ignore[arg-type]
    return punches.sort("person", "second"), covers


def month(people: int, seed: int) -> dict[str, float]:
    """Plan and records of one block: seconds by the clock and of the processor, days, megabytes at the peak."""
    from nyata.core.worktime.columns import minute_of
    from nyata.core.worktime.planning import plan
    from nyata.core.worktime.records import day_records

    wanted = schedule(people, seed)
    punches, covers = happenings(plan(wanted, FIRST, LAST), seed)
    clock, processor = time.perf_counter(), time.process_time()
    spans = plan(wanted, FIRST, LAST)
    found = day_records(spans, punches, covers, terms(), as_of=minute_of(dt.date(2026, 10, 15)))
    return {
        "seconds": time.perf_counter() - clock,
        "processor": time.process_time() - processor,
        "calendar": found.height,
        "working": int((spans["kind"] == 1).sum()),
        "peak": peak(),
    }


def live(times: int = 60) -> list[float]:
    """Milliseconds of one person's month, plan and records, the first ones left out."""
    return [1000 * month(1, seed)["seconds"] for seed in range(times)][10:]


def many(days: int, cores: int) -> dict[str, Any]:
    """Blocks of people until there are so many working employee-days, by so many processes of one thread each."""
    blocks = max(cores, round(days / (BLOCK * WORKING_DAYS)))
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        list(pool.map(month, [200] * cores, range(cores)))  # everything is imported
        found = list(pool.map(month, [BLOCK] * blocks, range(blocks)))
    working, calendar = (int(sum(one[name] for one in found)) for name in ("working", "calendar"))
    busy, processor = sum(one["seconds"] for one in found), sum(one["processor"] for one in found)
    return {
        "cores": cores,
        "working": working,
        "calendar": calendar,
        "per_second": round(working * cores / busy),
        "per_core_second": round(working / processor),
        "calendar_per_core_second": round(calendar / processor),
        "seconds": round(busy / cores, 2),
        "peak_mb": round(max(one["peak"] for one in found)),
    }


def main(words: Sequence[str]) -> int:
    """Measure, print, write the report."""
    parser = argparse.ArgumentParser(prog="bench.worktime", description="the working-time function's speed")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args(words)
    took = live()
    rows = [many(REGENCY * WORKING_DAYS, cores) for cores in (1, 2)] + [many(FIVE_MILLION, cores) for cores in (1, 2)]
    found = {"live_ms": {"p50": statistics.median(took), "p95": sorted(took)[int(0.95 * len(took))]}, "rows": rows}
    text = report(found, " ".join(["python -m bench.worktime", *words]))
    REPORT.write_text(text)
    print(json.dumps(found) if wanted.json else text)
    return 0


def report(found: dict[str, Any], command: str) -> str:
    """What was measured, with machine and commit."""
    one = found["live_ms"]
    lines = [
        "# The working-time function",
        "",
        f"Made by `{command}` {described()}.",
        "",
        "September 2026, invented people: nine in ten on the five-day hours of the law, one in ten on a roster of day,"
        " evening and night; 3 % of days without a punch, 2 % without an out, 2 % with an hour away, 4 % leave or duty"
        " (a third of it half days). Plan (from assignments, calendar, hours) and day records together; reading the"
        " inputs from the database is not in it.",
        "",
        f"One person's month, live: p50 {one['p50']:.1f} ms, p95 {one['p95']:.1f} ms (aim 10).",
        "",
        "| working employee-days | with days of rest | processes | a second | a second of one core (aim 1,000,000) |"
        " with days of rest | seconds | peak memory of a process |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row['working']:,} | {row['calendar']:,} | {row['cores']} | {row['per_second']:,} |"
        f" **{row['per_core_second']:,}** | {row['calendar_per_core_second']:,} | {row['seconds']} |"
        f" {row['peak_mb']} MB |"
        for row in found["rows"]
    ]
    nation = 121e6 / found["rows"][-1]["per_second"]
    lines += [
        "",
        f"A nation's month of 121 million working employee-days would take {nation / 60:.1f} minutes at the rate of the"
        " last row (aim under 4); not run.",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    os.environ["POLARS_MAX_THREADS"] = "1"  # a core is a process
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    sys.exit(main(sys.argv[1:]))
