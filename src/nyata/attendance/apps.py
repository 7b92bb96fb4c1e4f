from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "nyata.attendance"
    label = "attendance"
