"""Addresses of months and recaps, under /rekap/."""

import datetime as dt

from django.urls import path, register_converter

from nyata.attendance.views import files, inbox, own, recaps


class IsoDate:
    """2026-09-07 in an address; anything that is no date is no address."""

    regex = r"20[0-9]{2}-[01][0-9]-[0-3][0-9]"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date) -> str:
        return value.isoformat()


register_converter(IsoDate, "day")

app_name = "attendance"
urlpatterns = [
    path("", own.month, name="month"),
    path("cetak/", files.month_paper, name="paper"),
    path("orang/<int:pk>/cetak/", files.month_paper, name="person_paper"),
    path("<day:day>/", own.day, name="day"),
    path("<day:day>/keberatan/", own.object_to, name="object"),
    path("orang/<int:pk>/<day:day>/", own.day, name="person_day"),
    path("keberatan/", inbox.objections, name="objections"),
    path("keberatan/<int:pk>/jawab/", own.answer, name="answer"),
    path("tim/", recaps.team, name="team"),
    path("opd/", recaps.sums, name="sums"),
    path("opd/jumlah/", recaps.totals, name="totals"),
    path("opd/unduh/", files.download, name="download"),
    path("opd/susunan/", recaps.save_layout, name="save_layout"),
    path("opd/kunci/", recaps.lock, name="lock"),
]
