from django.apps import AppConfig


class SchedulesConfig(AppConfig):
    name = "nyata.schedules"
    label = "schedules"
