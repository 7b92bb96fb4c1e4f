"""Addresses of one's own calendar, under /kalender/."""

from django.urls import path

from nyata.agenda import views

app_name = "agenda"
urlpatterns = [
    path("", views.own, name="own"),
    path("buat/", views.make, name="make"),
    path("cabut/", views.revoke, name="revoke"),
    path("<slug:secret>.ics", views.feed, name="feed"),
]
