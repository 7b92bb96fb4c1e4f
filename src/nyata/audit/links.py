"""From a finding to the pages that hold its evidence, as far as those who read findings may open them."""

import datetime as dt
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from nyata.audit.models import Finding

MOST = 20
EXEMPTED = ("exemptions", "corrections")
SEEN = {"reviews": "boards:other_ways", "witness_often": "boards:other_ways", "witness_opd": "boards:other_ways"}


class Link(NamedTuple):
    """Words and where they lead."""

    words: str
    url: str


def links_of(finding: Finding) -> list[Link]:
    """The evidence of a finding, at most MOST pages."""
    found = [link for kind, value in finding.records if (link := _link(finding, kind, value))]
    return list(dict.fromkeys(found))[:MOST]


def _link(finding: Finding, kind: str, value: int | str) -> Link | None:
    if kind == "day":
        person, day = str(value).split("/")
        return Link(
            _("Catatan hari %(day)s") % {"day": day},
            reverse("attendance:person_day", args=[int(person), dt.date.fromisoformat(day)]),
        )
    if kind == "calculation":
        return Link(_("Versi TPP yang disimpan"), reverse("allowance:versions", args=[value]))
    if kind == "rule":
        return Link(_("Nilai aturan"), reverse("rules:rule", args=[str(value).split("@")[0]]))
    if kind == "machine":
        return Link(_("Mesin dan koreksi jamnya"), reverse("sources:machine", args=[value]))
    return _counted(finding, kind, value)


def _counted(finding: Finding, kind: str, value: int | str) -> Link | None:
    """The records behind a count of an OPD or of somebody who decided."""
    if finding.check_name in EXEMPTED and kind in ("opd", "person"):
        query = {"bulan": finding.report.month.isoformat(), {"opd": "opd", "person": "pejabat"}[kind]: value}
        if finding.check_name == "corrections":
            query["jenis"] = "correction"
        return Link(_("Permohonan di balik angka ini"), f"{reverse('leave:exemption_records')}?{urlencode(query)}")
    if finding.code == "looks_many" and kind == "person":
        query = {"cari": str(finding.facts["person"])}
        return Link(_("Catatan foto yang dilihat"), f"{reverse('boards:looks')}?{urlencode(query)}")
    if finding.code in SEEN:
        return Link(_("Saksi dan jalan lain"), reverse(SEEN[finding.code]))
    return None
