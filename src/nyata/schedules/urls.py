"""Addresses of rosters, shifts, patterns, calendars and their imports."""

from django.urls import path

from nyata.schedules.views import calendars, grid, imports, patterns

app_name = "schedules"
urlpatterns = [
    path("", grid.roster, name="roster"),
    path("simpan/", grid.save_roster, name="save_roster"),
    path("dinas/", patterns.shifts, name="shifts"),
    path("dinas/baru/", patterns.define_shift, name="define_shift"),
    path("dinas/<int:pk>/jam/", patterns.change_hours, name="change_hours"),
    path("pola/", patterns.patterns, name="patterns"),
    path("pola/baru/", patterns.define_pattern, name="define_pattern"),
    path("pola/<int:pk>/", patterns.pattern, name="pattern"),
    path("pola/<int:pk>/pakai/", patterns.use_pattern, name="use_pattern"),
    path("pola/pemakaian/<int:pk>/akhiri/", patterns.end_use, name="end_use"),
    path("kalender/", calendars.year, name="year"),
    path("kalender/baru/", calendars.open_calendar, name="open_calendar"),
    path("kalender/hari/", calendars.declare, name="declare"),
    path("kalender/salin/", calendars.copy_national, name="copy_national"),
    path("ramadan/", calendars.ramadan, name="ramadan"),
    path("ramadan/<int:hijri_year>/", calendars.confirm_ramadan, name="confirm_ramadan"),
    path("impor/<str:kind>/", imports.upload, name="upload"),
    path("impor/<str:kind>/contoh.csv", imports.example, name="example"),
    path("impor/berkas/<uuid:pk>/", imports.draft, name="draft"),
    path("impor/berkas/<uuid:pk>/masalah.csv", imports.problems, name="problems"),
    path("impor/berkas/<uuid:pk>/terapkan/", imports.apply, name="apply"),
]
