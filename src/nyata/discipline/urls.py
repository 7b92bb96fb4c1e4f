"""Addresses of warnings, proposals, salary steps and patterns, under /pembinaan/."""

from django.urls import path

from nyata.discipline.views import desk, patterns, salary

app_name = "discipline"
urlpatterns = [
    path("", desk.findings, name="desk"),
    path("<int:pk>/", desk.finding, name="finding"),
    path("<int:pk>/baca/", desk.read, name="read"),
    path("<int:pk>/langkah/<slug:kind>/", desk.step, name="step"),
    path("gaji/", salary.cases, name="salary"),
    path("gaji/unduh/", salary.download, name="salary_file"),
    path("pola/", patterns.team, name="patterns"),
    path("pola/saya/", patterns.own, name="own_patterns"),
]
