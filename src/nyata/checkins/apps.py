from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    name = "nyata.checkins"
    label = "checkins"
