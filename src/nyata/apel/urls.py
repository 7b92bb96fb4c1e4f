"""Addresses of apel, under /apel/."""

from django.urls import path

from nyata.apel.views import evaluation, live, manage, own, recap

app_name = "apel"
urlpatterns = [
    path("", own.own, name="own"),
    path("<int:pk>/alasan/", own.reason, name="reason"),
    path("alasan/", own.waiting, name="waiting"),
    path("alasan/<int:pk>/jawab/", own.answer, name="answer"),
    path("alasan/<int:pk>/bukti/", own.evidence, name="evidence"),
    path("sesi/", live.sessions, name="sessions"),
    path("sesi/<int:pk>/", live.session, name="session"),
    path("sesi/<int:pk>/cetak/", live.paper, name="paper"),
    path("sesi/<int:pk>/tutup/", live.seal, name="seal"),
    path("sesi/<int:pk>/ubah/", manage.change, name="change"),
    path("sesi/<int:pk>/batal/", manage.cancel, name="cancel"),
    path("kelola/", manage.overview, name="manage"),
    path("kelola/sekali/", manage.make_session, name="make_session"),
    path("kelola/berulang/", manage.make_series, name="make_series"),
    path("kelola/berulang/<int:pk>/akhiri/", manage.end_series, name="end_series"),
    path("kelola/lokasi/", manage.draw_place, name="draw_place"),
    path("rekap/", recap.recap, name="recap"),
    path("rekap/unduh/", recap.download, name="download"),
    path("evaluasi/", evaluation.evaluation, name="evaluation"),
]
