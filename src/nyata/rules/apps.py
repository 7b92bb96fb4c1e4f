from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "nyata.rules"
    label = "rules"
