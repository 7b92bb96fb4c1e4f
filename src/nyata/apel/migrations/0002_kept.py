"""Lists, steps and sealings stay as they were written: of a line only `current` may be taken."""

from django.db import migrations

KEEP = """
CREATE FUNCTION apel_keep_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.current AND NOT NEW.current THEN
        NEW.current := TRUE;
        IF NEW IS NOT DISTINCT FROM OLD THEN
            NEW.current := FALSE;
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'apel_rollline is kept as it was written: only current may go from true to false'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON apel_rollline FOR EACH ROW EXECUTE FUNCTION apel_keep_line();
CREATE TRIGGER never_deleted BEFORE DELETE ON apel_rollline FOR EACH ROW EXECUTE FUNCTION nyata_insert_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON apel_rollline
    FOR EACH STATEMENT EXECUTE FUNCTION nyata_insert_only();
"""
LET_GO = """
DROP TRIGGER kept ON apel_rollline;
DROP TRIGGER never_deleted ON apel_rollline;
DROP TRIGGER never_emptied ON apel_rollline;
DROP FUNCTION apel_keep_line();
"""
INSERT_ONLY = ("apel_sessionstep", "apel_sealing")
TRIGGERS = "\n".join(
    f"""
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION nyata_insert_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION nyata_insert_only();
"""
    for table in INSERT_ONLY
)
NO_TRIGGERS = "\n".join(
    f"DROP TRIGGER insert_only ON {table}; DROP TRIGGER never_emptied ON {table};" for table in INSERT_ONLY
)


class Migration(migrations.Migration):
    dependencies = [("apel", "0001_initial"), ("ledger", "0001_initial")]
    operations = [migrations.RunSQL(KEEP, LET_GO), migrations.RunSQL(TRIGGERS, NO_TRIGGERS)]
