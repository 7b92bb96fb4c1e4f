"""Whether every watched row is as its newest entry says, and every row entry as its leaf says.

Set by set inside the database, a bad record at a time out of it: memory does not grow with the log.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from nyata.ledger import watch
from nyata.ledger.row_entries import Form
from nyata.ledger.selectors import row_forms

# A leaf that has no position yet comes after all that have one, in the order of their numbers.
_UNPLACED = 2**62


def _(words: str) -> str:
    """Marks words for the catalogue; whoever shows them translates."""
    return words


# Why a row or an entry is bad, in the words that a report says.
WHY = {
    "changed": _("isi baris berbeda dari yang dicatat"),
    "gone": _("barisnya hilang, dan penghapusannya tidak tercatat"),
    "no_entry": _("barisnya tidak mempunyai catatan"),
    "back": _("barisnya ada, padahal tercatat sudah dihapus"),
    "erased": _("barisnya masih ada, padahal isi catatannya sudah dihapus"),
    "back_dated": _("waktu baris lebih lama daripada titik periksa sebelum catatannya"),
    "offence": _("baris yang hanya boleh ditambah telah diubah atau dihapus"),
    "too_many": _("lebih banyak baris dihapus daripada yang tercatat"),
    "unlike": _("daftar baris di samping catatan tidak sesuai dengan isinya"),
    "alone": _("catatan perubahan baris kehilangan daftar barisnya"),
    "unwatched": _("pemicu tabel ini tidak lengkap atau dimatikan"),
    "unknown": _("bentuk catatan ini tidak dikenal"),
}


@dataclass(frozen=True)
class BadRow:
    """A row or an entry of rows that is not as it should be. `index`: the entry's place in the log, if it has one."""

    code: str
    table: str
    key: str | None
    index: int | None

    @property
    def why(self) -> str:
        """The sentence of the code."""
        return WHY[self.code]


def bad_rows(promise: dt.timedelta) -> Iterator[BadRow]:
    """All that is bad, in the order of the checks: tables, entries, then rows table by table.

    `promise`: how long an entry may wait for its position; a row may be as much older than the checkpoint before it.
    """
    forms = row_forms.forms_now()
    with transaction.atomic():
        with connection.cursor() as cursor:
            row_forms.written_alike(cursor)
            cursor.execute("SET LOCAL work_mem = '64MB'")
            cursor.execute("SET LOCAL enable_mergejoin = off")  # nothing is in order yet: hashing saves two sorts
            cursor.execute("SET LOCAL jit = off")
        there = {form.relation for form, _ in forms}
        missing = [table for table in watch.watched() if table not in there]
        for table in missing + [form.relation for form in row_forms.lacking([form for form, _ in forms])]:
            yield BadRow("unwatched", table, None, None)
        ending = _ending()
        yield from _asked(_ENTRIES, {"only_added": _only_added(), "ending": list(ending)})
        for table, account in ending.items():
            yield from _asked(_TAKEN_AWAY.format(account=account), {"table": table})
        before = row_forms.recorded()
        columns, _ = row_forms.standing_columns(there)
        for form, _ in forms:
            yield from _of_table(form, before.get(form.relation, {}), set(columns[form.relation].values()), promise)


def _only_added() -> list[str]:
    """The tables of evidence."""
    return [table for table, said in watch.watched().items() if not said.may_change]


def _ending() -> dict[str, str]:
    """Those of them whose rows end, and the table that counts what was taken away."""
    said = watch.watched().items()
    return {table: one.ends_by for table, one in said if isinstance(one, watch.Evidence) and one.ends_by}


_TAKEN_AWAY = """
SELECT 'too_many', %(table)s, NULL, NULL
 WHERE (SELECT coalesce(sum(cardinality(keys)), 0) FROM ledger_rowset WHERE relation = %(table)s AND op = 'delete')
     > (SELECT coalesce(sum(count), 0) FROM "{account}")
"""
# Each entry beside its leaf: what a row set says must be what the opening says, byte for byte.
_ENTRIES = """
SELECT code, relation, key, index FROM (
    SELECT CASE
        WHEN s.leaf_id IS NULL THEN 'alone'
        WHEN o.content <> nyata_row_entry(encode(substring(o.content FROM 8 FOR 32), 'escape'),
                                          s.relation, s.form, s.op, s.keys, s.digests)
             OR length(s.digests) <> 32 * cardinality(s.keys) THEN 'unlike'
        WHEN f.form IS NULL THEN 'unknown'
        WHEN (s.op = 'update' OR (s.op = 'delete' AND s.relation <> ALL (%(ending)s)))
             AND s.relation = ANY (%(only_added)s) THEN 'offence'
        END AS code, coalesce(s.relation, '') AS relation, s.keys[1] AS key, p.index
      FROM ledger_rowset s
      FULL JOIN (SELECT leaf_id, content FROM ledger_opening WHERE kind = 'rows') o USING (leaf_id)
      LEFT JOIN ledger_position p ON p.leaf_id = coalesce(s.leaf_id, o.leaf_id)
      LEFT JOIN ledger_rowform f ON f.relation = s.relation AND f.form = s.form
) checked WHERE code IS NOT NULL ORDER BY index, relation, key
"""


def _of_table(
    form: Form, before: dict[int, tuple[str, ...]], standing: set[str], promise: dt.timedelta
) -> Iterator[BadRow]:
    """The rows of one table against the entries that stand for them: the newest, and what was found after it.

    An entry of a form whose columns are not all there any more cannot be compared; the rows were found anew then.
    """
    said = watch.watched()[form.relation]
    known = {number: columns for number, columns in before.items() if standing.issuperset(columns)}
    digests = " ".join(
        f"WHEN {number} THEN {Form(form.relation, number, columns, form.key).digest('r', 'e.salt')}"
        for number, columns in known.items()
    )
    is_changed = f"e.digest <> CASE e.form {digests} END" if known else "false"
    is_early = f'r."{said.time}" < e.bound - %(promise)s' if said.time else "false"
    is_kept = isinstance(said, watch.Evidence) and not said.ends_by
    ranked = _EVERY if is_kept else _NEWEST
    statement = _ROWS.format(table=form.relation, key=form.key, ranked=ranked, is_changed=is_changed, is_early=is_early)
    yield from _asked(statement, {"relation": form.relation, "promise": promise, "unplaced": _UNPLACED})


# Which entries a row is compared with. Of what is only ever added, every one: sorting them by key is saved.
_EVERY = "SELECT op, form, salt, index, place, key, digest, bound, NULL::bigint AS since FROM said"
_NEWEST = """
    SELECT said.op, form, salt, index, place, key, digest, max(bound) OVER mine AS bound,
           max(place) FILTER (WHERE op <> 'found') OVER mine AS since
      FROM said WINDOW mine AS (PARTITION BY key)
"""
# `bound`: when the last checkpoint before the row's own insertion was made. `since`: the newest entry that is no
# finding.
_ROWS = """
WITH entry AS (
    SELECT s.op, s.form, s.keys, s.digests || ''::bytea AS digests, o.salt, p.index,
           coalesce(p.index, %(unplaced)s + s.leaf_id) AS place,
           CASE WHEN s.op = 'insert' THEN
               (SELECT c.made_at FROM ledger_checkpoint c WHERE c.size <= p.index
                 ORDER BY c.size DESC, c.id DESC LIMIT 1)
           END AS bound
      FROM ledger_rowset s
      LEFT JOIN ledger_opening o USING (leaf_id)
      LEFT JOIN ledger_position p USING (leaf_id)
     WHERE s.relation = %(relation)s OFFSET 0
), said AS (
    SELECT entry.op, entry.form, entry.salt, entry.index, entry.place, k.key COLLATE "C" AS key,
           substring(entry.digests FROM (k.number::int - 1) * 32 + 1 FOR 32) AS digest, entry.bound
      FROM entry CROSS JOIN LATERAL unnest(entry.keys) WITH ORDINALITY k(key, number)
    OFFSET 0  -- otherwise each row would carry all digests of its entry through the sort
), ranked AS ({ranked})
SELECT code, '{table}', key, index FROM (
    SELECT CASE
        WHEN e.key IS NULL THEN 'no_entry'
        WHEN r."{key}" IS NULL THEN CASE WHEN e.op <> 'delete' THEN 'gone' END
        WHEN e.op = 'delete' THEN 'back'
        WHEN e.salt IS NULL THEN 'erased'
        WHEN {is_changed} THEN 'changed'
        WHEN {is_early} THEN 'back_dated'
        END AS code, coalesce(e.key, r."{key}"::text) AS key, e.index
      FROM (SELECT * FROM ranked WHERE since IS NULL OR place >= since) e
      FULL JOIN "{table}" r ON r."{key}"::text COLLATE "C" = e.key
) checked WHERE code IS NOT NULL ORDER BY index, key
"""


def _asked(statement: str, values: dict[str, Any]) -> Iterator[BadRow]:
    """What the statement finds, read as it comes."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        for row in cursor:
            yield _bad(row)


def _bad(row: Sequence[Any]) -> BadRow:
    code, table, key, index = row
    return BadRow(code, table, key, index)
