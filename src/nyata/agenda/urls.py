"""Addresses of one's own calendar, under /kalender/."""

from django.urls import path, re_path

from nyata.agenda import views

app_name = "agenda"
urlpatterns = [
    path("", views.own, name="own"),
    path("buat/", views.make, name="make"),
    path("cabut/", views.revoke, name="revoke"),
    re_path(r"^(?P<secret>[A-Za-z0-9_-]{43})\.ics$", views.feed, name="feed"),
]
