"""Addresses of the audit, under /audit/."""

from django.urls import path

from nyata.audit.views import checkpoints, desk, files, finding

app_name = "audit"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("jalankan/", desk.start, name="start"),
    path("untuk-saya/", desk.own, name="own"),
    path("laporan/<int:pk>/", desk.report, name="report"),
    path("laporan/<int:pk>/laporan.json", files.as_json, name="json"),
    path("laporan/<int:pk>/laporan.pdf", files.as_paper, name="paper"),
    path("titik-periksa/", checkpoints.compare, name="compare"),
    path("titik-periksa/<int:pk>/", checkpoints.apel_page, name="apel_page"),
    path("titik-periksa/<int:pk>/kode.svg", checkpoints.code, name="apel_code"),
    path("temuan/<int:pk>/", finding.finding, name="finding"),
    path("temuan/<int:pk>/tugaskan/", finding.assign, name="assign"),
    path("temuan/<int:pk>/<slug:kind>/", finding.step, name="step"),
]
