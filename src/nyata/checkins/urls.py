"""Addresses of the phone's pages. Check-ins themselves go through the API (docs/wire.md)."""

from django.urls import path

from nyata.checkins import views

app_name = "checkins"
urlpatterns = [
    path("absen/", views.home, name="home"),
    path("absen/luring/", views.offline, name="offline"),
    path("absen/riwayat/", views.month, name="history"),
    path("absen/saksi/", views.witness, name="witness"),
    path("absen/saksi/penunjukan/", views.witnesses, name="witnesses"),
    path("absen/saksi/penunjukan/<int:pk>/akhiri/", views.end_witness, name="end_witness"),
    path("absen/<uuid:public_id>/", views.story, name="story"),
    path("absen/<uuid:public_id>/kwitansi.svg", views.receipt_code, name="receipt_code"),
    path("absen/<uuid:public_id>/bukti.json", views.full_receipt, name="full_receipt"),
    path("absen/<uuid:public_id>/simpan/", views.hold, name="hold"),
    path("absen/<uuid:public_id>/foto/", views.photos, name="photos"),
    path("bukti/", views.check_receipt, name="check_receipt"),
    path("bukti/kunci.json", views.receipt_keys, name="receipt_keys"),
    path("sw.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
