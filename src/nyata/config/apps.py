from django.apps import AppConfig

from nyata.ledger.watch import Unwatched

JOB = Unwatched("what the program still has to do")
RIGHT = Unwatched("Django's own list of rights: Nyata's follow from posts, which are watched")


class ConfigConfig(AppConfig):
    name = "nyata.config"
    label = "config"
    # Tables of others.
    under_the_log = {
        "auth_group": RIGHT,
        "auth_group_permissions": RIGHT,
        "auth_permission": RIGHT,
        "django_content_type": Unwatched("names of the program's own models"),
        "django_session": Unwatched("who is signed in; signing in is no evidence"),
        "procrastinate_events": JOB,
        "procrastinate_jobs": JOB,
        "procrastinate_periodic_defers": JOB,
        "procrastinate_workers": JOB,
    }
