"""Addresses of people, units, sites, imports, stages and help."""

from django.urls import path

from nyata.people.views import exports, imports, people, rollout, sites, units
from nyata.people.views import help as asking

app_name = "people"
urlpatterns = [
    path("pegawai/", people.people, name="people"),
    path("pegawai/ekspor/", exports.export, name="export"),
    path("pegawai/baru/", people.register, name="register"),
    path("pegawai/<int:pk>/", people.person, name="person"),
    path("pegawai/<int:pk>/ubah/", people.correct, name="correct"),
    path("pegawai/<int:pk>/pindah/", people.move, name="move"),
    path("pegawai/<int:pk>/status/", people.change_status, name="change_status"),
    path("pegawai/<int:pk>/lepas/", people.release, name="release"),
    path("pegawai/<int:pk>/aktifkan/", people.readmit, name="readmit"),
    path("pegawai/<int:pk>/tugas/", people.grant, name="grant"),
    path("tugas/<int:pk>/akhiri/", people.end_post, name="end_post"),
    path("unit/", units.units, name="units"),
    path("unit/baru/", units.open_unit, name="open_unit"),
    path("unit/<int:pk>/", units.unit, name="unit"),
    path("unit/<int:pk>/ubah/", units.change_unit, name="change_unit"),
    path("unit/<int:pk>/tutup/", units.close_unit, name="close_unit"),
    path("unit/<int:pk>/buka/", units.reopen_unit, name="reopen_unit"),
    path("lokasi/", sites.sites, name="sites"),
    path("lokasi/baru/", sites.open_site, name="open_site"),
    path("lokasi/<int:pk>/", sites.site, name="site"),
    path("lokasi/<int:pk>/ubah/", sites.redraw_site, name="redraw_site"),
    path("lokasi/<int:pk>/aktif/", sites.set_active, name="set_active"),
    path("lokasi/<int:pk>/lokasi.geojson", sites.site_geojson, name="site_geojson"),
    path("lokasi/pemakaian/<int:pk>/akhiri/", sites.end_use, name="end_use"),
    path("impor/<str:kind>/", imports.upload, name="upload"),
    path("impor/<str:kind>/contoh.csv", imports.example, name="example"),
    path("impor/berkas/<uuid:pk>/", imports.draft, name="draft"),
    path("impor/berkas/<uuid:pk>/masalah.csv", imports.problems, name="problems"),
    path("impor/berkas/<uuid:pk>/terapkan/", imports.apply, name="apply"),
    path("impor/berkas/<uuid:pk>/ulang/", imports.check_again, name="check_again"),
    path("angka-awal/", imports.figures, name="baseline"),
    path("tahapan/", rollout.rollout, name="rollout"),
    path("tahapan/<int:pk>/", rollout.stage, name="stage"),
    path("bantuan/", asking.help_page, name="help"),
    path("bantuan/permintaan/", asking.requests, name="requests"),
    path("bantuan/permintaan/<int:pk>/", asking.answer, name="answer"),
]
