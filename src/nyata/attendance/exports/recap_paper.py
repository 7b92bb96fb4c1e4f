"""The recap on paper, as PDF/A-2b: people by days with codes and sums, what the codes mean, a place for a signature."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import polars as pl
from django.utils.translation import gettext as _

from nyata.attendance.codes import LEGEND, tone_of
from nyata.attendance.columns import DAYS, Column
from nyata.attendance.exports.letterhead import Letterhead, heading_words
from nyata.attendance.exports.plain import write_json
from nyata.attendance.exports.shape import HOUR, rows, switched_off
from nyata.attendance.period import period_words
from nyata.attendance.selectors.recap import Recap

# Millimetres: the width between the margins of a sheet on its side, of a day, of a sum; two lines of text a row.
_SHEETS = {"a4": 277, "a3": 400}
_DAY, _SUM, _ROW = 6.4, 8.6, 6.6
_TEXTS = {"name": 40.0, "nip": 27.0, "job_title": 34.0, "employment": 14.0, "unit": 34.0}
_POINTS = 7.2


def write_pdf(recap: Recap, columns: Sequence[Column], to: BinaryIO, *, head: Letterhead) -> None:
    """Write the paper. Its fingerprint is that of the JSON file of the same columns, made at the same time."""
    # Here and not above: 80 MB of typesetter, which only who prints needs.
    from nyata.attendance.exports.typesetting import typeset

    to.write(typeset("recap", _doc(recap, columns, head), made_at=head.made_at, standard="a-2b"))


def fingerprint(recap: Recap, columns: Sequence[Column]) -> str:
    """SHA-256, in hexadecimal, of the JSON file of a recap: who has that file can see that a paper says the same."""
    file = io.BytesIO()
    write_json(recap, columns, file)
    return hashlib.sha256(file.getvalue()).hexdigest()


def _doc(recap: Recap, columns: Sequence[Column], head: Letterhead) -> dict[str, Any]:
    placed = list(_placed(recap, columns))
    width = sum(one["width"] for one, _head in placed)
    paper = next((name for name, room in _SHEETS.items() if width <= room), "a3")
    shrink = min(1.0, _SHEETS[paper] / width) if width else 1.0
    found = rows(recap, columns).drop("opd_name")
    return {
        **heading_words(head),
        "period": period_words(recap.first, recap.last),
        "off": switched_off(recap),
        "print": fingerprint(recap, columns),
        "paper": paper,
        "size": round(_POINTS * shrink, 2),
        "row": _ROW,
        "columns": [one | {"width": round(one["width"] * shrink, 3)} for one, _head in placed],
        "heads": [words for _one, words in placed],
        "rows": _texts(found, columns),
        "totals": _totals(recap, columns),
        "tones": {code: tone for code in recap.days["code"].unique() if (tone := tone_of(code)) and code},
        "legend": [[code, str(words)] for code, words in LEGEND.items()]
        + [[one.brief, str(one.title)] for one in columns if one.is_sum and one.brief.rstrip("1234") not in LEGEND],
    }


def _placed(recap: Recap, columns: Sequence[Column]) -> Iterator[tuple[dict[str, Any], str]]:
    """Each column of the paper with its heading."""
    for column in columns:
        if column is DAYS:
            yield from (({"width": _DAY, "text": False, "day": True}, str(day.day)) for day in recap.dates)
        else:
            width = _SUM if column.is_sum else _TEXTS[column.key]
            yield {"width": width, "text": not column.is_sum, "day": False}, column.brief


def _texts(found: pl.DataFrame, columns: Sequence[Column]) -> list[list[str]]:
    hours = [one.key for one in columns if one.is_hours]
    shown = found.with_columns(pl.col(name).map_elements(_hours, return_dtype=pl.String) for name in hours)
    return [list(row) for row in shown.with_columns(pl.all().cast(pl.String).fill_null("")).iter_rows()]


def _totals(recap: Recap, columns: Sequence[Column]) -> list[str]:
    totals, made = recap.totals(), []
    for column in columns:
        if column is DAYS:
            made += [""] * len(recap.dates)
        elif column.is_sum:
            value = totals[column.key]
            made.append(_hours(value / HOUR) if column.is_hours else str(value))
        else:
            made.append("")
    if made and columns[0] is not DAYS and not columns[0].is_sum:
        made[0] = _("Jumlah %(n)d orang") % {"n": recap.people.height}
    return made


def _hours(value: float) -> str:
    """1234.5 as 1234,5."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
