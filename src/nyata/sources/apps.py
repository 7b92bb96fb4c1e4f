from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "nyata.sources"
    verbose_name = "Sumber lain"
