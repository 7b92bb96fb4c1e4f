"""Closing a session's list, and laying it beside what has changed since: each difference is a new version."""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from nyata.apel.kinds import State
from nyata.apel.models import RollLine, Sealing, Session
from nyata.apel.refusals import Code, Refused
from nyata.apel.selectors.lines import Line, lines_of, sealed_lines
from nyata.apel.selectors.standing import stood
from nyata.apel.terms import terms_on
from nyata.attendance.models import Reckoning
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind as Entry

BATCH = 5000
NIGHTLY = dt.timedelta(days=31)


@transaction.atomic
def seal(*, session: Session, at: dt.datetime) -> Sealing | None:
    """Close the list of a session whose window is over, or write what has changed since; None where nothing has.

    Raises Refused(not_over) before the window is over. The same number of statements for ten people and for 12,000.
    """
    kept = Session.objects.select_for_update(of=("self",)).select_related("site").get(pk=session.pk)
    if at < kept.closes_at:
        raise Refused(Code.NOT_OVER)
    now = lines_of(kept, at)
    before = {line.person_id: line for line in sealed_lines(kept)} if kept.sealed_version else {}
    changed = _changed(now, before)
    kept.looked_at = at
    if kept.sealed_version and not changed:
        kept.save(update_fields=["looked_at"])
        return None
    kept.sealed_version += 1
    kept.save(update_fields=["looked_at", "sealed_version"])
    return _write(kept, now, changed, at)


def look_again(*, session: Session, at: dt.datetime, person_ids: Collection[int]) -> Sealing | None:
    """The same for some people of a list that is closed; nothing while it is not."""
    if not Session.objects.filter(pk=session.pk, sealed_version__gt=0).exists():
        return None
    kept = Session.objects.select_for_update(of=("self",)).select_related("site").get(pk=session.pk)
    before = {line.person_id: line for line in sealed_lines(kept)}
    mine = {person: before[person] for person in person_ids if person in before}
    changed = _changed(lines_of(kept, at, person_ids), mine)
    if not changed:
        return None
    kept.sealed_version += 1
    kept.save(update_fields=["sealed_version"])
    whole = before | {line.person_id: line for line in changed}
    now = [line for line in whole.values() if line.state != State.NOT_INVITED]
    return _write(kept, now, changed, at)


def _order(line: Line) -> tuple[str, int]:
    return line.path, line.person_id


def _changed(now: Sequence[Line], before: dict[int, Line]) -> list[Line]:
    """Lines that are new or others, and those who were invited and no longer are."""
    found = [line for line in now if line.person_id not in before or line.what != before[line.person_id].what]
    gone = before.keys() - {line.person_id for line in now}
    return found + [before[person]._replace(state=State.NOT_INVITED) for person in sorted(gone)]


def _write(session: Session, now: Sequence[Line], changed: Sequence[Line], at: dt.datetime) -> Sealing:
    version = session.sealed_version
    if version > 1:
        others = [line.person_id for line in changed]
        RollLine.objects.filter(session=session, current=True, person__in=others).update(current=False)
    RollLine.objects.bulk_create(
        (
            RollLine(
                session=session, person_id=line.person_id, unit_id=line.unit_id, version=version, current=True,
                state=line.state, why=line.why, acted_at=line.acted_at, late=min(line.late, 32767), known=line.known,
            )
            for line in changed
        ),
        batch_size=BATCH,
    )  # fmt: skip
    counts = Counter(str(int(line.state)) for line in now)
    sealing = Sealing.objects.create(
        session=session, version=version, sealed_at=at, counts=dict(counts), changed=len(changed),
        digest=digest_of(now), policy_hash=terms_on(session.day).policy_hash,
    )  # fmt: skip
    content = {
        "session": session.pk, "version": version, "counts": sealing.counts, "changed": len(changed),
        "digest": sealing.digest, "policy": sealing.policy_hash,
    }  # fmt: skip
    ledger.append(Entry.APEL_LIST, content, at=at)
    return sealing


def digest_of(lines: Sequence[Line]) -> str:
    """SHA-256, hex, of a list by unit and person: whoever has the lines can lay them beside the ledger's entry."""
    rows = [
        [
            line.person_id, line.unit_id, int(line.state), int(line.why), line.late, int(line.known),
            line.acted_at.astimezone(dt.UTC).isoformat() if line.acted_at else None,
        ]
        for line in sorted(lines, key=_order)
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(rows, separators=(",", ":")).encode()).hexdigest()


def seal_due(*, at: dt.datetime) -> int:
    """Close lists whose time has come, and look again at those whose days were reckoned anew since; how many changed.

    Whatever alters a day (a verdict, leave approved late, a holiday declared afterwards, a move) is reckoned by
    attendance, and its row says for which days.
    """
    terms = terms_on(at.date())
    anew = Reckoning.objects.filter(
        first__lte=OuterRef("day"), last__gte=OuterRef("day"), made_at__gt=OuterRef("looked_at")
    )
    due = Q(sealed_version=0, closes_at__lte=at - terms.sealed_after) | Q(Exists(anew), sealed_version__gt=0)
    return _seal_all(due & Q(day__gte=(at - terms.looked_back).date()), at)


def look_back(*, at: dt.datetime) -> int:
    """Lay every closed list of the last weeks beside what is known now: what no day record shows (a review decided
    about a second check-in of a day) shows here. How many changed.
    """
    return _seal_all(Q(sealed_version__gt=0, day__gte=(at - NIGHTLY).date()), at)


def _seal_all(which: Q, at: dt.datetime) -> int:
    """A list that was never closed is closed only where the session was held."""
    found = stood(Session.objects.filter(which, cancelled_at=None).order_by("day", "pk"), at)
    wanted = [one.session for one in found if one.standing.is_held or one.session.sealed_version]
    return sum(seal(session=session, at=at) is not None for session in wanted)
