"""Addresses of the policy's pages."""

from django.urls import path

from nyata.rules import views

app_name = "rules"
urlpatterns = [
    path("aturan/", views.rules, name="rules"),
    path("aturan/<str:key>/", views.rule, name="rule"),
    path("aturan/<str:key>/putuskan/", views.decide, name="decide"),
]
