"""One person's month on paper, as PDF/A-2a, which a screen reader can read aloud: each day with its reasons."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from nyata.attendance.codes import code_of
from nyata.attendance.exports.letterhead import Letterhead, heading_words
from nyata.attendance.models import DayRecord
from nyata.attendance.period import Period, period_words
from nyata.attendance.selectors.month import COLUMNS
from nyata.attendance.words import clock, story, sums_in_words
from nyata.core.policy import Policy
from nyata.people.models import Person


def month_pdf(
    person: Person,
    days: Period,
    records: Mapping[dt.date, DayRecord],
    rules: Mapping[dt.date, Policy],
    *,
    head: Letterhead,
) -> bytes:
    """The paper. `records`: by day, those that the reader may see; days without one have a line of their own."""
    from nyata.attendance.exports.typesetting import typeset

    doc = {
        **heading_words(head),
        "period": period_words(days.first, days.last),
        "print": fingerprint(person, records),
        "person": [
            [_("Nama"), person.name],
            [_("NIP"), person.nip],
            [_("Jabatan"), person.job_title or "–"],
            [_("Unit kerja"), person.unit.name],
        ],
        "heads": [_("Tanggal"), _("Kode"), _("Jam kerja"), _("Masuk"), _("Pulang"), _("Keterangan")],
        "days": [_day(day, records.get(day), rules) for day in days.dates],
        "sums": [[name, words] for name, words in sums_in_words(records.values()).items()],
    }
    return typeset("month", doc, made_at=head.made_at, standard="a-2a")


def fingerprint(person: Person, records: Mapping[dt.date, DayRecord]) -> str:
    """SHA-256, in hexadecimal, of the columns of the days as JSON, in the order of the days, with the NIP."""
    rows = [
        {"day": day.isoformat(), "version": record.version, **{name: getattr(record, name) for name in COLUMNS}}
        for day, record in sorted(records.items())
    ]
    content = json.dumps({"nip": person.nip, "days": rows}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def _day(day: dt.date, record: DayRecord | None, rules: Mapping[dt.date, Policy]) -> dict[str, Any]:
    name = formats.date_format(day, "D, j N Y", use_l10n=False)
    if record is None:
        return {"cells": [name, "", "", "", ""], "lines": [_("Belum ada catatan.")]}
    told = story(record, rules[day])
    hours = f"{clock(record.start)}–{clock(record.end)}" if record.start is not None else ""
    lines = [told.title, *(f"{line.text} ({line.source})" if line.source else line.text for line in told.lines)]
    return {"cells": [name, code_of(record), hours, _clock(record.first_in), _clock(record.last_out)], "lines": lines}


def _clock(minute: int | None) -> str:
    return "" if minute is None else clock(minute)
