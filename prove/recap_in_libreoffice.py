"""A month's recap opened by an office program that knows nothing of ours: its totals are ours, and it prints."""

import csv
import datetime as dt
import io
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TITLE = "A recap read by LibreOffice"
PEOPLE = 600
SECONDS = 300


def run() -> Iterator[str]:
    """Lines of the report. Raises AssertionError where LibreOffice reads other totals, or is not there."""
    office = shutil.which("soffice")
    if office is None:
        raise AssertionError("LibreOffice is missing; install it: sudo apt-get install libreoffice-calc")
    from bench import ground

    with ground.prepared(), tempfile.TemporaryDirectory() as folder:
        said = _recap(Path(folder) / "recap.xlsx")
        cells = _opened(office, Path(folder), "csv")
        pdf = (Path(folder) / "recap.pdf") if _convert(office, Path(folder), "pdf") else None
        totals = said["totals"]
        found = _sums(cells, list(totals))
        assert found, "no total was found"
        for name, sum_read in found.items():
            assert abs(sum_read - totals[name]) < 0.5 * said["people"], f"{name}: {sum_read} read, {totals[name]} said"
        assert pdf is not None and pdf.read_bytes().startswith(b"%PDF"), "no PDF came out"
        some = ", ".join(f"{name} {round(found[name])}" for name in list(found)[:4])
        yield (
            f"`nyata recap --month {said['first'][:7]} --format xlsx`: {said['people']} invented people, "
            f"{said['days']} days. "
            f"Opened headless by {_version(office)}, saved as CSV and added up anew: all {len(found)} totals agree "
            f"({some}, ...). Saved as PDF: {pdf.stat().st_size / 1000:.0f} kB."
        )


def _recap(path: Path) -> dict[str, Any]:
    """The demo's world, last month reckoned, written as XLSX; what the command says of it."""
    from django.core.management import call_command
    from django.utils import timezone

    from nyata.attendance.services.reckoning import reckon_days

    call_command("seed_demo", people=PEOPLE, verbosity=0)
    now = timezone.now()
    last = timezone.localdate(now).replace(day=1) - dt.timedelta(days=1)
    reckon_days(at=now, first=last.replace(day=1), last=last)
    out = io.StringIO()
    call_command("recap", f"--month={last:%Y-%m}", "--format=xlsx", f"--output={path}", "--json", stdout=out)
    said: dict[str, Any] = json.loads(out.getvalue())
    return said


def _convert(office: str, folder: Path, form: str) -> bool:
    # 44: comma, 34: quote, 76: UTF-8, whatever the machine's language.
    filters = {"csv": "csv:Text - txt - csv (StarCalc):44,34,76"}
    words = [office, "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    words += ["--convert-to", filters.get(form, form)]
    done = subprocess.run(
        [*words, "--outdir", str(folder), str(folder / "recap.xlsx")],
        capture_output=True,
        check=False,
        timeout=SECONDS,
    )
    return done.returncode == 0 and (folder / f"recap.{form}").exists()


def _opened(office: str, folder: Path, form: str) -> list[list[str]]:
    assert _convert(office, folder, form), "LibreOffice could not open the recap"
    with open(folder / f"recap.{form}", encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _sums(cells: list[list[str]], names: list[str]) -> dict[str, float]:
    """What the people's rows add up to, column by column, by the brief titles of the head. Minutes."""
    from nyata.attendance.columns import SUMS, USUAL, chosen

    known = {column.key: column for column in SUMS}
    usual = [column.key for column in chosen(USUAL)]
    briefs = {name: str(known[name].brief) for name in names if name in usual}
    head = next(at for at, row in enumerate(cells) if set(briefs.values()) <= set(row))
    found: dict[str, float] = {}
    for name, brief in briefs.items():
        at = cells[head].index(brief)
        numbers = [float(row[at]) for row in cells[head + 1 :] if len(row) > at and _is_person(row) and row[at]]
        found[name] = sum(numbers) * (60 if known[name].is_hours else 1)
    return found


def _is_person(row: list[str]) -> bool:
    return any(cell.replace(" ", "").isdigit() and len(cell.replace(" ", "")) == 18 for cell in row)


def _version(office: str) -> str:
    said = subprocess.run([office, "--version"], capture_output=True, text=True, check=False).stdout
    return " ".join(said.split()[:2]) or "LibreOffice"
