"""The database itself writes an entry for every statement that changes a watched row, and lets nobody erase quietly.

The trigger of each watched table is made after every `migrate`, from what the apps declare (ledger/services/watching).
"""

from django.db import migrations

# The canonical JSON (RFC 8785) of a row entry: keys in order, ASCII only. `said_at` as Python's isoformat writes UTC.
ENTRY = """
CREATE FUNCTION nyata_row_entry(said_at text, relation text, form integer, op text, keys text[], digests bytea)
RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT convert_to(format(
        '{"at":"%s","count":%s,"digest":"%s","form":%s,"kind":"rows","op":"%s","table":"%s"}',
        said_at, cardinality(keys), encode(sha256(convert_to(keys::text, 'UTF8') || digests), 'hex'),
        form, op, relation), 'UTF8')
$$;
"""
APPEND = """
CREATE FUNCTION nyata_append_rows(relation text, form integer, op text, salt bytea, keys text[], digests bytea)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    said_at timestamptz := clock_timestamp();
    entry bytea := nyata_row_entry(
        to_char(said_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'), relation, form, op, keys, digests);
BEGIN
    WITH leaf AS (
        INSERT INTO ledger_leaf (hash, made_at)
        VALUES (sha256('\\x00'::bytea || sha256(salt || entry)), said_at) RETURNING id
    ), waiting AS (
        INSERT INTO ledger_waiting (leaf_id) SELECT id FROM leaf
    ), opening AS (
        INSERT INTO ledger_opening (leaf_id, kind, salt, content) SELECT id, 'rows', salt, entry FROM leaf
    )
    INSERT INTO ledger_rowset (leaf_id, relation, form, op, keys, digests)
    SELECT id, relation, form, op, keys, digests FROM leaf;
END $$;
"""
# An opening goes only by the hand of nyata_eraser, and only where an entry of the same transaction names its leaf.
# Every entry of an erasure has a row version of this very transaction: others need not be opened to look for it.
ERASING = """
CREATE FUNCTION nyata_only_the_eraser() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user <> 'nyata_eraser' THEN
        RAISE EXCEPTION 'ledger_opening: only nyata_eraser may erase, not %', current_user
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER only_the_eraser BEFORE DELETE ON ledger_opening
    FOR EACH STATEMENT EXECUTE FUNCTION nyata_only_the_eraser();
CREATE FUNCTION nyata_erased_with_ground() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM ledger_opening entry, ledger_leaf leaf
         WHERE leaf.id = OLD.leaf_id AND entry.kind = 'erasure'
           AND age(entry.xmin) <= age(pg_current_xact_id()::xid)
           AND convert_from(entry.content, 'UTF8')::jsonb -> 'leaves' ? encode(leaf.hash, 'hex')
           AND convert_from(entry.content, 'UTF8')::jsonb ->> 'ground' <> ''
    ) THEN
        RAISE EXCEPTION 'ledger_opening: leaf % is erased without an entry that names it and the ground', OLD.leaf_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER erased_with_ground AFTER DELETE ON ledger_opening
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION nyata_erased_with_ground();
"""
# Digests do not compress: trying costs time.
STORAGE = "ALTER TABLE ledger_rowset ALTER digests SET STORAGE EXTERNAL"
UNDO = """
DROP TRIGGER erased_with_ground ON ledger_opening;
DROP TRIGGER only_the_eraser ON ledger_opening;
DROP FUNCTION nyata_erased_with_ground();
DROP FUNCTION nyata_only_the_eraser();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_order")]
    operations = [
        migrations.RunSQL(ENTRY, "DROP FUNCTION nyata_row_entry(text, text, integer, text, text[], bytea)"),
        migrations.RunSQL(APPEND, "DROP FUNCTION nyata_append_rows(text, integer, text, bytea, text[], bytea)"),
        migrations.RunSQL(ERASING, UNDO),
        migrations.RunSQL(STORAGE, migrations.RunSQL.noop),
    ]
