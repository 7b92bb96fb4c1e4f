from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "nyata.config"
    label = "config"
