from django.apps import AppConfig

from nyata.ledger.watch import Evidence, Unwatched, Watch


class PeopleConfig(AppConfig):
    name = "nyata.people"
    label = "people"
    under_the_log = {
        "people_baselinefigure": Evidence("imported_at"),
        "people_daychange": Unwatched("days to be worked out again, deleted when they are"),
        "people_district": Watch(),
        "people_helprequest": Watch("asked_at"),
        "people_importdraft": Unwatched("a draft until it is applied; what it makes is watched"),
        "people_person": Watch(without=("last_login", "language")),
        "people_placement": Watch("recorded_at"),
        "people_post": Watch(),
        "people_rolloutdecision": Evidence("decided_at"),
        "people_site": Watch(),
        "people_siteuse": Watch(),
        "people_unit": Watch(),
    }
