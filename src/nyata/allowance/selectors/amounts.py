"""What somebody's allowance begins with on a day, by the newest document about them."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from nyata.allowance.models import AmountLine

# The newest line about a person; where it names a class, the newest amount of that class.
QUERY = """
SELECT p.person_id, coalesce(p.amount, c.amount), p.job_class, coalesce(c.document_number, p.document_number)
FROM (
    SELECT DISTINCT ON (person_id) person_id, amount, job_class, document_number FROM allowance_amountline
    WHERE person_id IS NOT NULL AND valid_from <= %(on)s
      AND (%(people)s::bigint[] IS NULL OR person_id = ANY(%(people)s))
    ORDER BY person_id, valid_from DESC, id DESC
) p
LEFT JOIN (
    SELECT DISTINCT ON (job_class) job_class, amount, document_number FROM allowance_amountline
    WHERE person_id IS NULL AND valid_from <= %(on)s
    ORDER BY job_class, valid_from DESC, id DESC
) c ON c.job_class = p.job_class AND p.amount IS NULL
"""


class Amount(NamedTuple):
    """Rupiah a month, the class that it follows from (or empty), and its document."""

    rupiah: int
    job_class: str
    document: str


def amounts_on(day: dt.date, person_ids: Sequence[int] | None) -> dict[int, Amount]:
    """Amounts of these people (None: everybody) on a day; who has none, or has 0, is left out. One query."""
    with connection.cursor() as cursor:
        cursor.execute(QUERY, {"on": day, "people": None if person_ids is None else list(person_ids)})
        return {person: Amount(rupiah, one, document) for person, rupiah, one, document in cursor.fetchall() if rupiah}


def newest_lines() -> QuerySet[AmountLine]:
    """Every line, the last entered first, with person and officer."""
    return AmountLine.objects.select_related("person__unit", "entered_by").order_by("-id")
