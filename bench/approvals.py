"""Five hundred requests that wait, approved at once by the head above those who asked."""

import datetime as dt
import time
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

REQUESTS = 500
AHEAD = dt.timedelta(days=14)


def measure() -> dict[str, Any]:
    """Seconds and statements of one approval of REQUESTS; fewer where nobody leads so many."""
    from nyata.leave.services import decide

    at = timezone.now()
    head, keys = _asked(at)
    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        outcome = decide(actor=head, requests=keys, accept=True, at=at)
        seconds = time.perf_counter() - began
    return {
        "requests": len(keys), "approved": len(outcome.done), "seconds": round(seconds, 2), "statements": len(queries),
    }  # fmt: skip


def _asked(at: dt.datetime) -> tuple[Any, list[int]]:
    """The head who leads most people, and a duty of one day asked for by so many of them."""
    from nyata.leave.kinds import Kind
    from nyata.leave.services import ask
    from nyata.leave.wishes import Spot, Wish
    from nyata.people.models import Person, Post

    heads = Post.objects.filter(role=Post.Role.OPD_HEAD, valid_to=None).select_related("person", "unit")
    below = {post: Person.objects.filter(is_active=True, unit__path__startswith=post.unit.path) for post in heads}
    post = max(below, key=lambda one: below[one].count())
    day = timezone.localdate(at) + AHEAD
    day += dt.timedelta(days=-day.weekday() % 7)
    wish = Wish(Kind.TRAVEL, day, day, letter_number="090/1/ST", spots=(Spot("Desa Simpang Tiga", None, None),))
    people = below[post].exclude(pk=post.person_id).order_by("pk")[:REQUESTS]
    return post.person, [ask(actor=one, person=one, wish=wish, at=at).pk for one in people]
