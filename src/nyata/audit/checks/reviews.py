"""Attempts that a person decided on, and witnesses: by who decided, beside the others."""

from collections import Counter

from nyata.audit.checks.peers import by_decider, by_opd, people_named, rows_of_opds, rows_of_people, units_named
from nyata.audit.checks.shape import Result, Scope
from nyata.checkins.models import Attestation, Outcome, Verdict

NAME = "reviews"


def run(scope: Scope) -> Result:
    """Decisions of the month on attempts that waited, and attestations of its days."""
    decided = Verdict.objects.filter(
        stage=Verdict.Stage.REVIEW, made_at__gte=scope.begins, made_at__lt=scope.ends, decided_by__isnull=False
    )
    total: Counter[int] = Counter()
    declined: Counter[int] = Counter()
    for officer, outcome in decided.order_by().values_list("decided_by_id", "outcome"):
        assert officer is not None
        total[officer] += 1
        declined[officer] += outcome != Outcome.ACCEPTED
    vouched = Attestation.objects.filter(day__range=(scope.first, scope.last)).order_by()
    pairs = list(vouched.values_list("witness_id", "person_id"))
    opds, witnesses = by_opd(scope, [person for _, person in pairs]), by_decider(pairs)
    deciders = {one: (declined[one], total[one]) for one in total}
    figures = {
        "reviews": total.total(), "declined": declined.total(), "deciders": len(total), "attestations": len(pairs),
        "drawn": vouched.filter(sampled=True).count(),
        "asked_afterwards": vouched.filter(check_made__isnull=False).count(),
        "not_confirmed": vouched.filter(check_made__agrees=False).count(),
    }  # fmt: skip
    found = [
        *people_named(scope, deciders, "reviews_declined"),
        *people_named(scope, deciders, "reviews_never_declined", is_seldom=True),
        *people_named(scope, witnesses, "witness_often"),
        *units_named(scope, opds, "witness_opd"),
    ]
    lists = {"by_decider": rows_of_people(deciders), "by_witness": rows_of_people(witnesses),
             "by_opd": rows_of_opds(scope, opds)}  # fmt: skip
    return Result(figures, found, lists)
