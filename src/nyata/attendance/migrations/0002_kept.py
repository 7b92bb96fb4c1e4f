"""Day records stay as they were written: only `current` may be taken from one. The rest is insert-only."""

from django.db import migrations

KEEP = """
CREATE FUNCTION attendance_keep_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.current AND NOT NEW.current THEN
        NEW.current := TRUE;
        IF NEW IS NOT DISTINCT FROM OLD THEN
            NEW.current := FALSE;
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'attendance_dayrecord is kept as it was written: only current may go from true to false'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON attendance_dayrecord
    FOR EACH ROW EXECUTE FUNCTION attendance_keep_record();
CREATE TRIGGER never_deleted BEFORE DELETE ON attendance_dayrecord
    FOR EACH ROW EXECUTE FUNCTION nyata_insert_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON attendance_dayrecord
    FOR EACH STATEMENT EXECUTE FUNCTION nyata_insert_only();
"""
LET_GO = """
DROP TRIGGER kept ON attendance_dayrecord;
DROP TRIGGER never_deleted ON attendance_dayrecord;
DROP TRIGGER never_emptied ON attendance_dayrecord;
DROP FUNCTION attendance_keep_record();
"""
INSERT_ONLY = ("attendance_reckoning", "attendance_monthlock", "attendance_latedifference")
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
    dependencies = [("attendance", "0001_initial"), ("ledger", "0001_initial")]
    operations = [migrations.RunSQL(KEEP, LET_GO), migrations.RunSQL(TRIGGERS, NO_TRIGGERS)]
