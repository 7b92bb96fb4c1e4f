"""A report on paper, as PDF/A-2b: typeset from its JSON, so the two cannot say different things."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from nyata.attendance.exports.letterhead import made_words
from nyata.attendance.period import period_words
from nyata.audit import words
from nyata.audit.models import Report
from nyata.audit.selectors.reports import Read


def report_pdf(report: Report) -> bytes:
    """The paper, in Indonesian whatever the reader's language. The same report gives the same bytes."""
    # Here and not above: 80 MB of typesetter, which only who prints needs.
    from nyata.attendance.exports.typesetting import typeset

    with override("id"):
        return typeset("audit", _doc(report), made_at=report.made_at, standard="a-2b")


def _doc(report: Report) -> dict[str, Any]:
    read = Read(report)
    return {
        "government": settings.GOVERNMENT,
        "opd": _("Inspektorat"),
        "unit": "",
        "title": _("Laporan audit sistem kehadiran"),
        "period": _("%(month)s, versi %(version)s")
        % {"month": period_words(report.month, _last(report)), "version": report.version},
        "made": made_words(report.made_at),
        "print": report.sha256,
        "words": {"page": _("Halaman"), "of": _("dari"), "made": _("Data per"), "print": _("Sidik data (SHA-256)")},
        "about": [
            [_("Program"), report.program],
            [_("Sidik aturan"), read.says["policy"]],
            [_("Laporan sebelumnya"), _before(read.says["before"])],
            [_("Temuan lama yang belum ditutup"), str(len(read.says["open_before"]))],
        ],
        "none": _("Tidak ada yang perlu ditanyakan."),
        "more": _("baris lain ada di berkas JSON."),
        "causes": _("Kemungkinan"),
        "checks": [_check(check) for check in read.checks],
        "note": report.note,
    }


def _check(told: Any) -> dict[str, Any]:
    name = words.title(told["name"])
    lists = [words.listed(key, rows) for key, rows in told["lists"].items() if rows]
    return {
        "name": str(name.name),
        "about": str(name.about),
        "figures": [[str(key), value] for key, value in words.figures(told["figures"])],
        "findings": [
            [words.sentence(one["code"], one["facts"]), words.causes(one["code"])] for one in told["findings"]
        ],
        "lists": [
            {"title": str(one.title), "heads": [str(head) for _key, head in one.heads], "more": one.more,
             "rows": [[cell for _head, cell in row] for row in one.rows]}
            for one in lists
        ],
    }  # fmt: skip


def _before(told: Any) -> str:
    return f"{told['month']}, {told['sha256']}" if told else _("belum ada")


def _last(report: Report) -> Any:
    from nyata.attendance.period import DAY, month_after

    return month_after(report.month) - DAY
