"""Who is asked first about a finding: the head of the unit that it is about; BKPSDM for all else."""

import datetime as dt

from nyata.audit.models import Finding
from nyata.audit.selectors.reports import about
from nyata.people.models import Post, Unit
from nyata.people.selectors import above
from nyata.people.selectors.authority import SUPERVISING, in_force

STANDINGS = (Post.Standing.PLH, Post.Standing.PLT, Post.Standing.DEFINITIVE)


class Owners:
    """Read once for a report: three queries, however many findings."""

    def __init__(self, on: dt.date) -> None:
        posts = Post.objects.filter(in_force(on), person__is_active=True)
        heads = posts.filter(role__in=SUPERVISING).values_list("unit__path", "standing", "pk", "person_id")
        # The last one written stays: who acts (Plh, Plt) goes before who is away.
        ordered = sorted(heads, key=lambda row: (-STANDINGS.index(Post.Standing(row[1])), -row[2]))
        self._heads = {str(path): person for path, _, _, person in ordered}
        self._officer = (
            posts.filter(role=Post.Role.HR).order_by("valid_from", "pk").values_list("person_id", flat=True).first()
        )
        self._paths = dict(Unit.objects.values_list("pk", "path"))

    def of(self, finding: Finding) -> int | None:
        """The person; None where nobody holds a post that could answer: then an auditor names somebody.

        Nobody is asked about what they did themselves: the next one above is.
        """
        steps = above(self._paths.get(finding.unit_id)) if finding.unit_id else []
        chain = [self._heads.get(step) for step in reversed(steps)] + [self._officer]
        return next((one for one in chain if one is not None and one not in about(finding)), None)
