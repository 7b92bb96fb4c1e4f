"""A table of what waits, kept by the database from the verdicts themselves; the index that looked for it goes."""

import django.db.models.deletion
from django.db import migrations, models

OUTCOMES = [
    ("accepted", "Diterima"),
    ("step_up", "Perlu dicoba lagi"),
    ("review", "Menunggu tinjauan"),
    ("error", "Menunggu"),
    ("refused", "Tidak diterima"),
    ("declined", "Tidak diterima setelah ditinjau"),
]
# Of these verdicts those that leave something open, unless a later attempt of the chain was judged too.
OPEN_AMONG = """
    SELECT newest.checkin_id, newest.outcome, newest.made_at
    FROM (
        SELECT DISTINCT ON (checkin_id) checkin_id, outcome, reasons, made_at
        FROM {verdicts} ORDER BY checkin_id, id DESC
    ) newest
    JOIN checkins_checkin c ON c.id = newest.checkin_id
    WHERE (newest.outcome IN ('review', 'step_up') OR (newest.outcome = 'error' AND 'set_aside' = ANY(newest.reasons)))
      AND NOT EXISTS (
          SELECT 1 FROM checkins_checkin later JOIN checkins_verdict v ON v.checkin_id = later.id
          WHERE later.step_up_of_id = COALESCE(c.step_up_of_id, c.id) AND later.id > c.id
      )
"""
# Once a statement, not once a row: a year of history is copied in at one go.
KEEP = f"""
CREATE FUNCTION checkins_keep_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM checkins_openattempt o USING fresh WHERE o.checkin_id = fresh.checkin_id;
    DELETE FROM checkins_openattempt o USING (
        SELECT c.step_up_of_id AS id
        FROM fresh JOIN checkins_checkin c ON c.id = fresh.checkin_id WHERE c.step_up_of_id IS NOT NULL
        UNION
        SELECT earlier.id
        FROM fresh JOIN checkins_checkin c ON c.id = fresh.checkin_id
        JOIN checkins_checkin earlier ON earlier.step_up_of_id = c.step_up_of_id AND earlier.id < c.id
    ) before WHERE o.checkin_id = before.id;
    INSERT INTO checkins_openattempt (checkin_id, outcome, since) {OPEN_AMONG.format(verdicts="fresh")};
    RETURN NULL;
END $$;
CREATE TRIGGER keep_open AFTER INSERT ON checkins_verdict
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION checkins_keep_open();
INSERT INTO checkins_openattempt (checkin_id, outcome, since) {OPEN_AMONG.format(verdicts="checkins_verdict")};
"""  # noqa: S608 - no value in it is anybody's
FORGET = """
DROP TRIGGER keep_open ON checkins_verdict;
DROP FUNCTION checkins_keep_open();
"""


class Migration(migrations.Migration):
    dependencies = [("checkins", "0003_naming_witnesses")]
    operations = [
        migrations.CreateModel(
            name="OpenAttempt",
            fields=[
                (
                    "checkin",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="waits",
                        serialize=False,
                        to="checkins.checkin",
                    ),
                ),
                ("outcome", models.CharField(choices=OUTCOMES, max_length=8)),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name="openattempt",
            index=models.Index(fields=["outcome", "since"], name="open_attempt_since"),
        ),
        migrations.AlterField(
            model_name="verdict",
            name="stage",
            field=models.CharField(
                choices=[
                    ("first", "pertama"),
                    ("deep", "mendalam"),
                    ("witness", "saksi"),
                    ("review", "tinjauan"),
                    ("stepped_up", "diulang"),
                    ("unanswered", "tidak diulang"),
                ],
                max_length=10,
            ),
        ),
        migrations.RemoveIndex(model_name="verdict", name="verdict_open"),
        migrations.RunSQL(KEEP, FORGET),
    ]
