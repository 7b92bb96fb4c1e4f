from django.apps import AppConfig


class AllowanceConfig(AppConfig):
    name = "nyata.allowance"
    label = "allowance"
