"""All that a database says of its tables, with what Alembic does not compare: checks, triggers."""

import re

from sqlalchemy import text

_SQLITE = "SELECT type, name, sql FROM sqlite_master"
_HERE = "relnamespace = 'public'::regnamespace"
_POSTGRESQL = (
    "SELECT table_name, column_name, ordinal_position, data_type, character_maximum_length, "
    "is_nullable, column_default FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT t.tgname, t.tgenabled::text, pg_get_triggerdef(t.oid) FROM pg_trigger t "
    f"JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND c.{_HERE}",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)


# PostgreSQL writes casts of texts, and with them brackets, another way once a check was restored
_CASTS = re.compile(r"::character varying|::text(\[\])?|[()]")


def shape(connection):
    """Return what the catalogue of the database holds, in an order of its own."""
    queries = (_SQLITE,) if connection.dialect.name == "sqlite" else _POSTGRESQL
    return [sorted(map(_plain, connection.execute(text(query)))) for query in queries]


def _plain(row):
    return tuple(_CASTS.sub("", str(value)) for value in row)
