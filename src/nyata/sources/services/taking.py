"""Taking a file of punches: wholly, or not at all where a line is broken. The same punch twice is one punch.

A file of any length goes through a temporary table, some thousand lines at a time.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO

from django.db import connection, transaction

from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person
from nyata.sources.layout import ZONES, Layout
from nyata.sources.models import ImportProfile, Machine, PunchFile
from nyata.sources.reading import Problem, Told, read
from nyata.sources.refusals import Code, Refused
from nyata.sources.selectors.punches import STANDS
from nyata.sources.services.days import days_of_file_changed
from nyata.sources.services.guards import require_keeper

LINES_AT_ONCE = 5000
MOST_PROBLEMS = 500  # that are kept; all are counted
MOST_NUMBERS = 500
Step = Callable[[int], None]

PREPARE = """
DROP TABLE IF EXISTS pg_temp.sources_fresh;
CREATE TEMPORARY TABLE sources_fresh (
    line integer, number text, given text, second bigint, direction smallint, code text
) ON COMMIT DROP
"""
# What another file said already, one that was not taken back.
KNOWN = f"""
EXISTS (
    SELECT FROM sources_number n JOIN sources_punch p ON p.number_id = n.id
    WHERE n.machine_id = %(machine)s AND n.text = f.number AND p.second = f.second AND {STANDS}
)
"""
ADDED = f"""
SELECT count(*) FROM (SELECT DISTINCT f.number, f.second FROM sources_fresh f WHERE NOT {KNOWN}) found
"""  # noqa: S608 - the one insertion is a constant
EXTENT = """
SELECT DATE '1970-01-01' + (min(second) / 86400)::int, DATE '1970-01-01' + (max(second) / 86400)::int FROM sources_fresh
"""
WAITING = """
SELECT f.number, count(*) FROM sources_fresh f
LEFT JOIN sources_number n ON n.machine_id = %(machine)s AND n.text = f.number
LEFT JOIN sources_numberuse u ON u.number_id = n.id
    AND daterange(u.valid_from, u.valid_to, '[]') @> (DATE '1970-01-01' + (f.second / 86400)::int)
WHERE u.id IS NULL GROUP BY f.number ORDER BY count(*) DESC, f.number
"""
NUMBERS = """
INSERT INTO sources_number (machine_id, text) SELECT DISTINCT %(machine)s, number FROM sources_fresh
ON CONFLICT DO NOTHING
"""
PUNCHES = f"""
INSERT INTO sources_punch (file_id, line, number_id, given, second, at, code, direction)
SELECT %(file)s, f.line, m.id, f.given, f.second, to_timestamp(f.second - %(zone)s), f.code, f.direction
FROM sources_fresh f JOIN sources_number m ON m.machine_id = %(machine)s AND m.text = f.number
WHERE NOT {KNOWN} ORDER BY f.line ON CONFLICT DO NOTHING
"""  # noqa: S608 - the one insertion is a constant


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file holds and what became of it.

    `found` punches, `added` of them new, the others were known. `waiting`: [number, punches] of numbers that are
    nobody's on their days. `problems`: [line, code, beginning of the line], the first of `broken`. `file`: where it
    was taken and brought something.
    """

    sha256: str
    profile: int
    found: int = 0
    added: int = 0
    first: str = ""
    last: str = ""
    waiting: list[list[Any]] = field(default_factory=list)
    waiting_numbers: int = 0
    waiting_punches: int = 0
    broken: int = 0
    problems: list[list[Any]] = field(default_factory=list)
    file: int | None = None

    @property
    def known(self) -> int:
        return self.found - self.added

    def plain(self) -> dict[str, Any]:
        """As it is kept and printed."""
        return asdict(self)


def take(
    *, actor: Person, machine: Machine, name: str, stream: BinaryIO, at: dt.datetime, dry_run: bool = False,
    step: Step = lambda _: None,
) -> Outcome:  # fmt: skip
    """Take over every punch of a file, or none where a line is broken (`Outcome.broken`).

    `stream` can be sought. `step` is told the number of lines read so far.
    Raises Refused: not_yours, profile_missing, file_empty, and as `reading.read` does.
    """
    require_keeper(actor, machine, at)
    profile = machine.profiles.first()
    if profile is None:
        raise Refused(Code.PROFILE_MISSING)
    digest = _digest(stream)
    layout = Layout(**profile.layout)
    with transaction.atomic():
        # One file of a machine at a time: what is new is counted before it is written.
        Machine.objects.select_for_update().get(pk=machine.pk)
        found, problems, broken = _stage(read(stream, layout, at=at), step)
        if not found and not broken:
            raise Refused(Code.FILE_EMPTY)
        if broken:
            return Outcome(digest, profile.version, found, broken=broken, problems=problems)
        outcome = _looked_at(machine, Outcome(digest, profile.version, found))
        if dry_run or not outcome.added:
            return outcome
        return _written(actor, machine, profile, name, outcome, at)


def _digest(stream: BinaryIO) -> str:
    """SHA-256 of a file, which stands at its beginning afterwards."""
    digest = hashlib.sha256()
    while block := stream.read(1 << 20):
        digest.update(block)
    stream.seek(0)
    return digest.hexdigest()


def _stage(told: Iterable[Told | Problem], step: Step) -> tuple[int, list[list[Any]], int]:
    """Fill the temporary table; how many punches, the first problems, how many problems."""
    problems: list[list[Any]] = []
    counts = {"found": 0, "broken": 0}

    def rows() -> Iterator[str]:
        for one in told:
            if isinstance(one, Told):
                counts["found"] += 1
                yield _row(one)
            else:
                counts["broken"] += 1
                if len(problems) < MOST_PROBLEMS:
                    problems.append([one.line, one.code.value, one.text])
            if (counts["found"] + counts["broken"]) % LINES_AT_ONCE == 0:
                step(one.line)

    with connection.cursor() as cursor:
        cursor.execute(PREPARE)
        with cursor.copy("COPY sources_fresh FROM STDIN") as copy:
            some: list[str] = []
            for row in rows():
                some.append(row)
                if len(some) == LINES_AT_ONCE:
                    copy.write("".join(some))
                    some.clear()
            copy.write("".join(some))
        cursor.execute("ANALYZE sources_fresh")
    return counts["found"], problems, counts["broken"]


def _row(told: Told) -> str:
    """One line of COPY's text format."""
    given, code = (re.sub(r"[\x00-\x1f\\]", " ", text) for text in (told.given, told.code))
    return f"{told.line}\t{told.number}\t{given}\t{told.second}\t{told.direction}\t{code}\n"


def _looked_at(machine: Machine, outcome: Outcome) -> Outcome:
    """What the temporary table holds beside what is known already."""
    values = {"machine": machine.pk}
    with connection.cursor() as cursor:
        cursor.execute(ADDED, values)
        added = cursor.fetchone()[0]
        cursor.execute(EXTENT)
        first, last = (day.isoformat() for day in cursor.fetchone())
        cursor.execute(WAITING, values)
        waiting = [list(row) for row in cursor.fetchall()]
    return Outcome(
        outcome.sha256, outcome.profile, outcome.found, added, first, last, waiting[:MOST_NUMBERS], len(waiting),
        sum(count for _, count in waiting),
    )  # fmt: skip


def _written(
    actor: Person, machine: Machine, profile: ImportProfile, name: str, outcome: Outcome, at: dt.datetime
) -> Outcome:
    file = PunchFile.objects.create(
        machine=machine, profile=profile, name=name[-160:], sha256=outcome.sha256, found=outcome.found,
        added=outcome.added, first=dt.date.fromisoformat(outcome.first), last=dt.date.fromisoformat(outcome.last),
        imported_by=actor, imported_at=at,
    )  # fmt: skip
    values = {"machine": machine.pk, "file": file.pk, "zone": ZONES[profile.layout["zone"]] * 3600}
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, values)
        cursor.execute(PUNCHES, values)
    days_of_file_changed(file, at=at)
    content = {
        "machine": machine.pk, "file": file.pk, "sha256": file.sha256, "profile": profile.version, "found": file.found,
        "added": file.added, "actor": actor.pk,
    }  # fmt: skip
    ledger.append(Kind.PUNCH_FILE, content, at=at)
    return Outcome(**{**outcome.plain(), "file": file.pk})
