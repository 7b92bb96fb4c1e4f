from django.apps import AppConfig


class ApelConfig(AppConfig):
    name = "nyata.apel"
    label = "apel"
