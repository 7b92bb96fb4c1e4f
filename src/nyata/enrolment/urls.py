"""Addresses of enrolling: /pendataan/ for the person's phone, /petugas/ for officers, /akun/ for one's own things."""

from django.urls import path

from nyata.enrolment import views

app_name = "enrolment"
urlpatterns = [
    path("pendataan/", views.phone, name="start"),
    path("pendataan/pemberitahuan/", views.notice, name="notice"),
    path("akun/ganti-hp/", views.ask_change, name="ask_change"),
    path("akun/dilihat/", views.looks, name="looks"),
    path("petugas/", views.desk, name="desk"),
    path("petugas/pendataan/mulai/<int:pk>/", views.start, name="open"),
    path("petugas/pendataan/<int:pk>/", views.opened, name="opened"),
    path("petugas/pendataan/<int:pk>/keadaan/", views.opened_state, name="opened_state"),
    path("petugas/pendataan/<int:pk>/batal/", views.cancel, name="cancel"),
    path("petugas/kemiripan/", views.lookalikes, name="lookalikes"),
    path("petugas/kemiripan/<int:pk>/", views.lookalike, name="lookalike"),
    path("petugas/periksa/", views.reverifications, name="reverifications"),
    path("petugas/periksa/<int:pk>/", views.reverification, name="reverification"),
    path("petugas/ganti-hp/", views.changes, name="changes"),
    path("petugas/ganti-hp/<int:pk>/", views.decide_change, name="decide_change"),
    path("petugas/penyesuaian/", views.accommodations, name="accommodations"),
    path("petugas/penyesuaian/<int:pk>/akhiri/", views.end_accommodation, name="end_accommodation"),
]
