from django.apps import AppConfig


class LeaveConfig(AppConfig):
    name = "nyata.leave"
    label = "leave"
