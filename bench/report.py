"""The report: what was measured, in words that a reader needs no program for, beside the nearest peer."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from prove.machine import ROOT, described

REPORT = ROOT / "docs" / "measurements" / "bench.md"
PEER = (
    "Horilla (72e7198, the nearest peer in Python), measured on the same kind of machine with 10,000 employees: "
    "11.5 clock-ins a second nearly empty, 0.93 with one month of history, 120 SQL statements each, no face check."
)

PEER_RECAP = "Horilla, 10,000 employees: 160 s, 1.1 GB, 150,619 SQL statements for the same file."


def write(found: dict[str, Any], command: str, path: Path = REPORT) -> str:
    """Write the report of what was found and return its text."""
    text = "\n".join(lines(found, command)) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return text


def lines(found: dict[str, Any], command: str) -> Iterator[str]:
    """The report line by line."""
    yield "# Speed"
    yield ""
    yield f"Made by `{command}` {described()}."
    yield ""
    yield (
        "Columns of processor time are cores used on average, of those the machine has. `others` is everything on the "
        "machine that is not Nyata: where it is large, the figures are those of a busy machine and too low."
    )
    if world := found.get("world"):
        yield from _world(world)
    if rows := found.get("post"):
        yield from _post(rows, found.get("statements"))
    if judged := found.get("judge"):
        yield from _judge(judged)
    if arrived := found.get("arrivals"):
        yield from _arrivals(arrived)
    if morning := found.get("rush"):
        yield from _rush(morning)
    if months := found.get("recap"):
        yield from _recap(months)
    if days := found.get("worktime"):
        yield from ("", "## The working-time function", "")
        took = days["live_ms"]
        yield f"One person's month live: p50 {took['p50']:.1f} ms, p95 {took['p95']:.1f} ms (aim 10)."
        yield "Employee-days a second of one core, and how it was measured: docs/measurements/worktime.md."
    if paid := found.get("allowance"):
        yield from _allowance(paid)
    if many := found.get("approvals"):
        yield from ("", "## Requests approved at once", "")
        yield (
            f"{many['approved']} of {many['requests']} requests approved by one press: **{many['seconds']} s**, "
            f"{many['statements']} SQL statements."
        )
    if log := found.get("ledger"):
        yield from _ledger(log)
    if cold := found.get("demo"):
        yield from ("", "## From a cold clone to the first page", "", *cold)
    yield from _by_hand()


def _world(world: dict[str, Any]) -> Iterator[str]:
    yield from ("", "## The world", "")
    yield f"{world['people']} people with bound phones and sealed templates, in the demo's regency."
    if year := world.get("history"):
        yield (
            f"History: {year['attempts']:,} attempts over {world['days']} working days with "
            f"{2 * year['attempts']:,} verdicts, {3 * year['attempts']:,} ledger entries and the marks of "
            f"{12 * year['attempts']:,} frames; the database then has {year['gigabytes']} GB. Made in "
            f"{year['rows'] + year['indexes'] + year['foreign keys'] + year['vacuum']:.0f} s (rows {year['rows']:.0f}, "
            f"indexes {year['indexes']:.0f}, foreign keys {year['foreign keys']:.0f}, vacuum {year['vacuum']:.0f}). "
            "Wide columns that no index holds are shorter than real ones."
        )


def _post(rows: list[dict[str, Any]], statements: int | None) -> Iterator[str]:
    yield from ("", "## POST /api/v1/checkins", "")
    yield (
        "Real bundles of 12 JPEG frames (250 kB), each signed by the keys of another phone; challenges issued before; "
        f"granian with 2 workers as `nyata serve` starts it; the client is a process of its own. {statements} SQL "
        "statements a check-in, ledger and job included."
    )
    yield ""
    yield "| state | connections | a second | p50 ms | p99 ms | errors | web | database | client | worker | others |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for row in rows:
        yield (
            f"| {row['state']} | {row['connections']} | **{row['per_second']}** | {row['p50_ms']} | {row['p99_ms']} | "
            f"{row['errors']} | {_cores(row['cores'])} |"
        )
    yield ""
    costs = [f"{row['state']}, {row['connections']} connections: {_cost(row):.1f} ms" for row in rows if _cost(row)]
    yield f"Processor time of web server and database for one check-in: {'; '.join(costs)}."
    yield ""
    yield PEER


def _cost(row: dict[str, Any]) -> float:
    cores = row["cores"]
    return 1000 * (cores["web"] + cores["database"]) / row["per_second"] if row["per_second"] else 0.0


def _cores(cores: dict[str, float]) -> str:
    names = ("web", "database", "client", "worker", "others")
    return " | ".join(f"{cores[name]:.2f}" if name in cores else "" for name in names)


def _ledger(log: dict[str, Any]) -> Iterator[str]:
    yield from ("", "## The log", "")
    held = [row["per_second"] for row in log["appends"] if row["held"]]
    yield (
        f"Entries a second, each with its proof within 2 s: **{max(held, default=0):,}** (aim 5,000), appended by one "
        "process in transactions of a twentieth of a second while the worker's process places them."
    )
    yield from ("", "| asked a second | appended | proof after s, p50 | at most |", "|---|---|---|---|")
    for row in log["appends"]:
        after = row["proof_after_s"]
        yield f"| {row['asked']:,} | {row['per_second']:,} | {after['p50']} | {after['most']} |"
    made, checked = log["prove"], log["verify"]
    grown, followed = log["prove_growth"], log["verify_growth"]
    yield ""
    yield (
        f"With {log['leaves']:,} leaves, synthetic ones written straight into the tables in {log['made_in_s']:.0f} s: "
        f"an inclusion proof by its leaf hash p50 **{made['p50_ms']} ms**, p95 {made['p95_ms']} ms; verifying it p50 "
        f"{checked['p50_ms']} ms, p95 {checked['p95_ms']} ms (aims 1 ms each). A consistency proof from a random size "
        f"p50 {grown['p50_ms']} ms, p95 {grown['p95_ms']} ms; verifying it p50 {followed['p50_ms']} ms."
    )
    yield f"`verify` reads {log['verified']['per_second']:,} entries a second (of {log['verified']['entries']:,})."


def _judge(row: dict[str, Any]) -> Iterator[str]:
    yield from ("", "## Judging: one worker process, bursts that wait", "")
    yield f"{row['bursts']} different bursts of honest performances through `nyata worker --processes 1`."
    yield ""
    yield "| stage | a second by the clock | a second of the worker's own processor time |"
    yield "|---|---|---|"
    for stage, name in (("first", "first"), ("deep", "deep look")):
        yield f"| {name} | {row[stage]['per_second']} | **{row[stage]['per_core_second']}** |"
    yield ""
    yield f"Cores over the whole run: {_said(row['cores'])}. Outcomes: {_said(row['outcomes'])}."
    yield f"Reasons: {_said(row['reasons'])}."


def _arrivals(row: dict[str, Any]) -> Iterator[str]:
    yield from ("", f"## Verdicts while {row['rate']:g} a second arrive", "")
    yield (
        f"Web server and two worker processes on the same cores, {row['people']} people: verdict after p50 "
        f"{row['verdict_p50_s']} s, **p95 {row['verdict_p95_s']} s**, at most {row['verdict_max_s']} s "
        f"({row['judged']} of {row['taken']} judged). POST p50 {row['post']['p50_ms']} ms, "
        f"p99 {row['post']['p99_ms']} ms, errors {row['post']['errors']}. "
        f"Cores: {_said(row['post']['cores'])}. Outcomes: {_said(row['outcomes'])}."
    )


def _rush(row: dict[str, Any]) -> Iterator[str]:
    yield from ("", f"## The morning: {row['people']} people in {row['minutes']:g} minutes", "")
    yield f"{row['rate']} a second, web server and {row['workers']} worker processes on the same cores."
    yield ""
    yield "| stage | judged | p50 s | p95 s | most s | done after the last arrival |"
    yield "|---|---|---|---|---|---|"
    for stage, one in row["stages"].items():
        yield (
            f"| {stage} | {one['judged']} | {one['p50_s']} | {one['p95_s']} | {one['max_s']} | "
            f"{one['done_after_last_arrival_s']} s |"
        )
    yield ""
    yield "Delay of the first stage by minute of arrival, p50/p95 in seconds: " + ", ".join(
        f"{one['minute']} min {one['p50_s']}/{one['p95_s']}" for one in row["over_time"]
    ) + "."  # fmt: skip
    post = row["post"]
    yield (
        f"POST p50 {post['p50_ms']} ms, p99 {post['p99_ms']} ms, errors {post['errors']}. "
        f"Cores while they arrived: {_said(post['cores'])}. Outcomes: {_said(row['outcomes'])}."
    )


def _recap(row: dict[str, Any]) -> Iterator[str]:
    file, reckoned = row["file"], row["reckoning"]
    yield from ("", f"## Months: {row['people']} people, {row['records']:,} day records", "")
    yield (
        f"`nyata recap` of one month of everybody as XLSX ({file['people']} people, {file['days']:,} days, "
        f"{file['megabytes']} MB): **{file['seconds']} s**, {file['with_start']} s with the start of the program, "
        f"{file['processor_seconds']} s of its own processor time, {file['megabytes_of_memory']} MB of memory at most."
    )
    yield PEER_RECAP
    for page in row["pages"]:
        yield (
            f"Page /rekap/{page['page']}/ of the largest OPD ({page['people']} people): p50 {page['p50_ms']} ms, "
            f"**p95 {page['p95_ms']} ms**, {page['statements']} SQL statements."
        )
    for span in row["live"]:
        yield f"One person computed at once, {span['span']}: p50 {span['p50_ms']} ms, p95 {span['p95_ms']} ms."
    for name, words in (("all_new", "every record written anew"), ("unchanged", "nothing changed, nothing written")):
        one = reckoned[name]
        yield f"The month of everybody reckoned, {words}: {one['seconds']} s ({one['made']:,} records written)."


def _allowance(row: dict[str, Any]) -> Iterator[str]:
    all_of_it, files = row["everybody"], row["files"]
    yield from ("", f"## Allowances: {all_of_it['people']} people", "")
    yield (
        f"A month of everybody worked out ({all_of_it['reckoned']} calculations, {all_of_it['steps']:,} steps): "
        f"**{all_of_it['seconds']} s**, {all_of_it['statements']} SQL statements."
    )
    for page in row["pages"]:
        whose = f" ({page['people']} people)" if "people" in page else ""
        yield f"Page of {page['page']}{whose}: p50 {page['p50_ms']} ms, p95 {page['p95_ms']} ms."
    yield f"As a file with every step: {', '.join(f'{form} {seconds} s' for form, seconds in files.items())}."


def _said(counts: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in counts.items()) or "none"


def _by_hand() -> Iterator[str]:
    """What a run cannot know by itself stands in a file beside the report and is carried over."""
    notes = REPORT.with_name("bench-notes.md")
    if notes.exists():
        yield from ("", notes.read_text().rstrip())
