"""Where the frames lie, and the triggers that keep attempts, what was said of them, and every look insert-only."""

from django.db import migrations

# One partition a day, so that expiry is a DROP TABLE and not a million deletes. The default partition takes what no
# partition was made for: a clock, a forgotten job or a very late bundle must never lose anybody's check-in.
# JPEG does not compress and sealed bytes even less: EXTERNAL saves the attempt.
FRAMES = """
CREATE TABLE checkins_frames (
    day date NOT NULL,
    checkin_id bigint NOT NULL,
    sealed bytea NOT NULL,
    lengths integer[] NOT NULL,
    PRIMARY KEY (day, checkin_id)
) PARTITION BY RANGE (day);
ALTER TABLE checkins_frames ALTER COLUMN sealed SET STORAGE EXTERNAL;
CREATE TABLE checkins_frames_default PARTITION OF checkins_frames DEFAULT;
"""
INSERT_ONLY = (
    "checkins_checkin",
    "checkins_verdict",
    "checkins_refusal",
    "checkins_attestation",
    "checkins_attestationcheck",
    "checkins_photolook",
)
# The function is the ledger's (its first migration). Row triggers do not fire for TRUNCATE: it has its own.
TRIGGERS = "\n".join(
    f"""
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION nyata_insert_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION nyata_insert_only();
"""
    for table in INSERT_ONLY
)


class Migration(migrations.Migration):
    dependencies = [("checkins", "0001_initial"), ("ledger", "0001_initial")]
    operations = [
        migrations.RunSQL(FRAMES, "DROP TABLE checkins_frames"),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    ]
