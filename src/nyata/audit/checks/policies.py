"""Values of the policy that are M or open: which of them were switched on, by whom, and what changed in the month."""

from nyata.audit.checks.shape import Found, Result, Scope, Weight
from nyata.rules.models import RuleDecision
from nyata.rules.selectors import activations, book, decisions_on_other_words

NAME = "policies"


def run(scope: Scope) -> Result:
    """Every value that two offices may switch, and every decision of the month."""
    active = {one.value for one in activations() if one.covers(scope.last)}
    switchable = sorted((one for one in book().values.values() if one.can_be_switched), key=lambda one: one.id)
    decided = RuleDecision.objects.filter(decided_at__gte=scope.begins, decided_at__lt=scope.ends)
    decisions = [
        {"value": one.value, "office": one.office, "kind": one.kind, "since": one.since.isoformat(),
         "document": one.document_number, "name": one.decided_by.name}
        for one in decided.select_related("decided_by").order_by("pk")
    ]  # fmt: skip
    values = [
        {"value": one.id, "status": one.status, "on": one.id in active, "source": one.source} for one in switchable
    ]
    stale = {one.value for one in decisions_on_other_words()}
    figures = {
        "values": len(book().values), "values_open": len(switchable), "values_on": len(active),
        "decisions": len(decisions), "policy": scope.policy.hash,
    }  # fmt: skip
    found = [
        Found("policy_other_words", f"words:{one}", Weight.ASK, {"value": one}, [("rule", one)])
        for one in sorted(stale)
    ]
    return Result(figures, found, {"values": values, "decisions": decisions})
