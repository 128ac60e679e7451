"""Tables of the stored library. A change here needs a migration (`store/migrations`)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.engine import Dialect

KEY = 255
ID = 64


class Utc(TypeDecorator[dt.datetime]):
    """A moment with its zone, kept as UTC; SQLite, which knows no zones, keeps it without."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect
                           ) -> dt.datetime | None:
        """To UTC, the zone dropped where the database has none."""
        if value is None:
            return None
        moment = value.astimezone(dt.UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect  # noqa: ARG002
                             ) -> dt.datetime | None:
        """Back with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


metadata = MetaData()

people = Table(
    "people", metadata,
    Column("key", String(KEY), primary_key=True),
    Column("name", String(KEY), nullable=False, default=""),
    Column("email", String(KEY), nullable=False, default=""),
    Column("role", String(16)),
    Column("first_seen", Utc, nullable=False),
    Column("last_seen", Utc, nullable=False),
)

entries = Table(
    "entries", metadata,
    Column("id", String(ID), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("name_key", String(400), nullable=False),
    Column("owner", String(KEY), ForeignKey("people.key"), nullable=False),
    Column("visibility", String(16), nullable=False),
    Column("openness", String(16), nullable=False),
    Column("until", Date),
    Column("title", JSON, nullable=False),
    Column("pest", String(KEY), nullable=False),
    Column("pest_title", JSON, nullable=False),
    Column("eppo_code", String(16), nullable=False),
    Column("commodity", JSON, nullable=False),
    Column("origin", JSON, nullable=False),
    Column("area", JSON, nullable=False),
    Column("countries", JSON, nullable=False),
    Column("pest_words", Text, nullable=False),
    Column("commodity_words", Text, nullable=False),
    Column("origin_words", Text, nullable=False),
    Column("area_words", Text, nullable=False),
    Column("other_words", Text, nullable=False),
    Column("latest", Integer, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("changed_at", Utc, nullable=False),
    Column("changed_by", String(KEY), nullable=False),
    Column("changed_by_name", String(KEY), nullable=False),
    Column("approved", Integer),
    Column("deleted_at", Utc),
    Index("entries_by_change", "deleted_at", "changed_at"),
    Index("entries_by_owner", "owner", "changed_at"),
    Index("entries_by_name", "name_key"),
    Index("entries_by_pest", "eppo_code"),
)

entry_tags = Table(
    "entry_tags", metadata,
    Column("entry", String(ID), ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_key", String(100), primary_key=True),
    Column("tag", String(50), nullable=False),
    Index("tags_by_key", "tag_key"),
)

entry_people = Table(
    "entry_people", metadata,
    Column("entry", String(ID), ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("person", String(KEY), primary_key=True),
    Column("edits", Boolean, nullable=False),
    Index("shares_by_person", "person"),
)

versions = Table(
    "versions", metadata,
    Column("entry", String(ID), ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Utc, nullable=False),
    Column("by", String(KEY), nullable=False),
    Column("by_name", String(KEY), nullable=False),
    Column("note", Text, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("draws", Integer, nullable=False),
    Column("document", LargeBinary, nullable=False),
    Column("changes", JSON, nullable=False),
    Column("approved_at", Utc),
    Column("approved_by", String(KEY)),
    Column("approved_by_name", String(KEY)),
    Column("approval_note", Text),
    Index("versions_by_fingerprint", "fingerprint", "entry", "number"),
)

links = Table(
    "links", metadata,
    Column("id", String(ID), primary_key=True),
    Column("entry", String(ID), ForeignKey("entries.id", ondelete="CASCADE"), nullable=False),
    Column("version", Integer),
    Column("made_at", Utc, nullable=False),
    Column("made_by", String(KEY), nullable=False),
    Column("made_by_name", String(KEY), nullable=False),
    Column("revoked_at", Utc),
    Column("followed", Integer, nullable=False),
    Index("links_by_entry", "entry"),
)

audit = Table(
    "audit", metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", Utc, nullable=False),
    Column("key", String(KEY), nullable=False),
    Column("name", String(KEY), nullable=False),
    Column("action", String(32), nullable=False),
    Column("entry_id", String(ID)),
    Column("entry_name", String(200), nullable=False),
    Column("version", Integer),
    Column("detail", JSON, nullable=False),
    Index("audit_by_entry", "entry_id", "number"),
)

workspaces = Table(
    "workspaces", metadata,
    Column("person", String(KEY), primary_key=True),
    Column("at", Utc, nullable=False),
    Column("document", LargeBinary, nullable=False),
)
