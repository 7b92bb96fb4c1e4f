"""What a row entry covers, and the SQL that writes and checks it (docs/algorithms/ledger.md, Rows).

One text for both: the trigger that writes an entry and the check years later say a row in the same words.
"""

from dataclasses import dataclass

# Everything that decides how PostgreSQL writes a value down.
WRITTEN_ALIKE = {
    "TimeZone": "UTC",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
}
OPS = ("INSERT", "UPDATE", "DELETE")
FUNCTION = "nyata_rows_"
TRIGGER = "row_entry_"


@dataclass(frozen=True)
class Form:
    """Which columns the entries of a table cover, in order: `columns` are "name type", `key` its primary key."""

    relation: str
    number: int
    columns: tuple[str, ...]
    key: str

    def row(self, alias: str) -> str:
        """SQL: the row as PostgreSQL writes it down, (value,value,...), with the form's columns only."""
        names = ", ".join(f'{alias}."{column.split(" ")[0]}"' for column in self.columns)
        return f"ROW({names})::text"

    def digest(self, alias: str, salt: str) -> str:
        """SQL: SHA-256(salt || row), 32 bytes."""
        return f"sha256({salt} || convert_to({self.row(alias)}, 'UTF8'))"


def found_sql(form: Form) -> str:
    """SQL that writes one entry for up to %(most)s rows after the key %(after)s; it answers the last key, if any."""
    return f"""
SELECT keys[cardinality(keys)],
       nyata_append_rows('{form.relation}', {form.number}, 'found', salt, keys, digests)
  FROM (
    SELECT salt, array_agg(r."{form.key}"::text) AS keys, string_agg({form.digest("r", "salt")}, ''::bytea) AS digests
      FROM (SELECT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) AS salt OFFSET 0) once,
           (SELECT * FROM "{form.relation}" WHERE %(after)s IS NULL OR "{form.key}" > %(after)s
             ORDER BY "{form.key}" LIMIT %(most)s) r
     GROUP BY salt
  ) said
"""  # noqa: S608 - names of our own tables and columns


def body_sql(form: Form) -> str:
    """The body of the table's trigger function: one entry for a statement, none where nothing it covers changed."""
    return f"""
DECLARE
    salt bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
    keys text[];
    digests bytea;
    moved boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(r."{form.key}"::text), string_agg({form.digest("r", "salt")}, ''::bytea)
          INTO keys, digests FROM new_rows r;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(r."{form.key}"::text), string_agg({form.digest("r", "salt")}, ''::bytea)
          INTO keys, digests FROM old_rows r;
    ELSE
        SELECT array_agg(n.key::text), string_agg(sha256(salt || convert_to(n.row, 'UTF8')), ''::bytea),
               bool_or(o.key IS NULL)
          INTO keys, digests, moved
          FROM (SELECT r."{form.key}" AS key, {form.row("r")} AS row FROM new_rows r) n
          LEFT JOIN (SELECT r."{form.key}" AS key, {form.row("r")} AS row FROM old_rows r) o USING (key)
         WHERE n.row IS DISTINCT FROM o.row;
        IF moved THEN
            RAISE EXCEPTION 'the key of a row of % never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    IF keys IS NOT NULL THEN
        PERFORM nyata_append_rows('{form.relation}', {form.number}, lower(TG_OP), salt, keys, digests);
    END IF;
    RETURN NULL;
END
"""  # noqa: S608 - names of our own tables and columns


def function_sql(form: Form) -> str:
    """The trigger function. It runs as its owner: the application can leave an entry by changing a row only."""
    settings = " ".join(f"SET {name} = '{value}'" for name, value in WRITTEN_ALIKE.items())
    return (
        f'CREATE OR REPLACE FUNCTION "{FUNCTION}{form.relation}"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER '
        f"SET search_path = pg_catalog, public, pg_temp {settings} AS $rows${body_sql(form)}$rows$"
    )


def trigger_sql(relation: str) -> str:
    """The three triggers of a table: a trigger that sees the rows of a statement may have one event only."""
    seen = {
        "INSERT": "NEW TABLE AS new_rows",
        "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "DELETE": "OLD TABLE AS old_rows",
    }
    return ";\n".join(
        f'CREATE OR REPLACE TRIGGER {TRIGGER}{op.lower()} AFTER {op} ON "{relation}" REFERENCING {seen[op]} '
        f'FOR EACH STATEMENT EXECUTE FUNCTION "{FUNCTION}{relation}"()'
        for op in OPS
    )
