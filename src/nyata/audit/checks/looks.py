"""Who looked at photographs and letters, whose, and why; those who looked far more than the others."""

from collections import Counter, defaultdict

from nyata.audit.checks.peers import people_named
from nyata.audit.checks.shape import Result, Scope
from nyata.checkins.models import PhotoLook
from nyata.enrolment.models import TemplateLook
from nyata.leave.models import AttachmentLook
from nyata.people.models import Person

NAME = "looks"
OWN = "own"


def run(scope: Scope) -> Result:
    """Every look of the month at what is somebody else's."""
    span = {"looked_at__gte": scope.begins, "looked_at__lt": scope.ends}
    frames = PhotoLook.objects.filter(**span).exclude(why=OWN)
    faces = TemplateLook.objects.filter(**span)
    letters = AttachmentLook.objects.filter(**span)
    rows = [
        *((actor, whose, "frames", why) for actor, whose, why in
          frames.values_list("actor_id", "checkin__person_id", "why")),
        *((actor, whose, "face", why) for actor, whose, why in
          faces.values_list("actor_id", "template__person_id", "why")),
        *((actor, whose, "letter", "") for actor, whose in
          letters.values_list("actor_id", "attachment__request__person_id") if actor != whose),
    ]  # fmt: skip
    times: Counter[tuple[int, str, str]] = Counter((actor, what, why) for actor, _, what, why in rows)
    whose: dict[int, set[int]] = defaultdict(set)
    for actor, person, _, _ in rows:
        whose[actor].add(person)
    counts = {
        actor: (sum(n for (one, _, _), n in times.items() if one == actor), len(seen)) for actor, seen in whose.items()
    }
    names = Person.objects.select_related("unit").in_bulk(whose)
    listed = [
        {"name": names[actor].name, "unit": names[actor].unit.name, "what": what, "why": why, "count": count}
        for (actor, what, why), count in sorted(times.items(), key=lambda item: (-item[1], item[0]))
    ]
    figures = {
        "looks": len(rows), "lookers": len(whose), "people_seen": len({person for _, person, _, _ in rows}),
        "looks_own": PhotoLook.objects.filter(**span, why=OWN).count(),
    }  # fmt: skip
    return Result(figures, list(people_named(scope, counts, "looks_many")), {"looks": listed})
