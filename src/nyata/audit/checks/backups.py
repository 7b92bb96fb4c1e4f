"""Backups that were restored and looked at: a backup that nobody ever restored is none."""

from nyata.audit.checks.shape import DAY, Found, Result, Scope, Weight
from nyata.audit.models import Restoration

NAME = "backups"


def run(scope: Scope) -> Result:
    """Restorations until now; the newest that holds may not be too old at the end of the month."""
    within = scope.policy.audit.periodic.restored_within
    found: list[Found] = []
    tried = Restoration.objects.filter(made_at__gte=scope.begins - within, made_at__lte=scope.at).order_by("-made_at")
    rows = list(tried)
    good = [one for one in rows if not one.problems and one.made_at >= scope.ends - within]
    if not good:
        found.append(
            Found(
                "restored_never", f"month:{scope.first:%Y-%m}", Weight.GRAVE, {"days": within // DAY}, [("backup", "")]
            )
        )
    for one in rows:
        if one.problems:
            facts = {"file": one.file_name, "problems": ", ".join(one.problems)}
            found.append(Found("restored_badly", f"{one.pk}", Weight.GRAVE, facts, [("backup", one.pk)]))
    listed = [
        {"day": one.made_at.date().isoformat(), "file": one.file_name, "sha256": one.sha256, "leaves": one.leaves,
         "problems": ", ".join(one.problems), "seconds": round(one.seconds, 1)}
        for one in rows
    ]  # fmt: skip
    return Result({"restorations": len(rows), "restorations_good": len(good)}, found, {"restorations": listed})
