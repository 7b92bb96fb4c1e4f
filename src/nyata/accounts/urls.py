"""Addresses of signing in and of one's own account."""

from django.urls import path

from nyata.accounts import views

app_name = "accounts"
urlpatterns = [
    path("masuk/", views.sign_in, name="sign_in"),
    path("keluar/", views.sign_out, name="sign_out"),
    path("bahasa/", views.language, name="language"),
    path("akun/", views.account, name="account"),
    path("akun/sandi/", views.password, name="password"),
    path("akun/kunci/<int:pk>/hapus/", views.passkey_remove, name="passkey_remove"),
    path("petugas/slip/", views.slips, name="slips"),
    path("petugas/sandi/", views.password_requests, name="password_requests"),
    path("petugas/sandi/setujui/<int:pk>/", views.password_confirm, name="password_confirm"),
    path("petugas/sandi/<int:pk>/", views.issue, name="issue"),
]
