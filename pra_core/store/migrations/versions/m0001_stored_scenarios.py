"""People, stored scenarios with their versions, sharing, links, audit list, workspaces."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pra_core.store.schema import Utc

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of the first schema."""
    op.create_table(
        "people",
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("email", sa.String(255), nullable=False),
        sa.Column("role", sa.String(16)),
        sa.Column("first_seen", Utc(), nullable=False),
        sa.Column("last_seen", Utc(), nullable=False))
    _entries()
    _versions()
    _around()


def _entries() -> None:
    words = ("pest_words", "commodity_words", "origin_words", "area_words", "other_words")
    op.create_table(
        "entries",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(400), nullable=False),
        sa.Column("owner", sa.String(255), sa.ForeignKey("people.key"), nullable=False),
        sa.Column("visibility", sa.String(16), nullable=False),
        sa.Column("openness", sa.String(16), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("pest", sa.String(255), nullable=False),
        sa.Column("pest_title", sa.JSON(), nullable=False),
        sa.Column("eppo_code", sa.String(16), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False)
          for name in ("commodity", "origin", "area", "countries")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in words),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("changed_at", Utc(), nullable=False),
        sa.Column("changed_by", sa.String(255), nullable=False),
        sa.Column("changed_by_name", sa.String(255), nullable=False),
        sa.Column("approved", sa.Integer()),
        sa.Column("deleted_at", Utc()))
    op.create_index("entries_by_change", "entries", ["deleted_at", "changed_at"])
    op.create_index("entries_by_owner", "entries", ["owner", "changed_at"])
    op.create_index("entries_by_name", "entries", ["name_key"])
    op.create_index("entries_by_pest", "entries", ["eppo_code"])


def _versions() -> None:
    op.create_table(
        "versions", _entry(primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("by", sa.String(255), nullable=False),
        sa.Column("by_name", sa.String(255), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("draws", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("approved_at", Utc()),
        sa.Column("approved_by", sa.String(255)),
        sa.Column("approved_by_name", sa.String(255)),
        sa.Column("approval_note", sa.Text()))


def _around() -> None:
    op.create_table(
        "entry_tags", _entry(primary_key=True),
        sa.Column("tag_key", sa.String(100), primary_key=True),
        sa.Column("tag", sa.String(50), nullable=False))
    op.create_index("tags_by_key", "entry_tags", ["tag_key"])
    op.create_table(
        "entry_people", _entry(primary_key=True),
        sa.Column("person", sa.String(255), primary_key=True),
        sa.Column("edits", sa.Boolean(), nullable=False))
    op.create_index("shares_by_person", "entry_people", ["person"])
    op.create_table(
        "links", sa.Column("id", sa.String(64), primary_key=True), _entry(),
        sa.Column("version", sa.Integer()),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("made_by", sa.String(255), nullable=False),
        sa.Column("made_by_name", sa.String(255), nullable=False),
        sa.Column("revoked_at", Utc()),
        sa.Column("followed", sa.Integer(), nullable=False))
    op.create_index("links_by_entry", "links", ["entry"])
    op.create_table(
        "audit", sa.Column("number", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("entry_id", sa.String(64)),
        sa.Column("entry_name", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer()),
        sa.Column("detail", sa.JSON(), nullable=False))
    op.create_index("audit_by_entry", "audit", ["entry_id", "number"])
    op.create_table(
        "workspaces", sa.Column("person", sa.String(255), primary_key=True),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False))


def _entry(primary_key: bool = False) -> sa.Column[str]:
    return sa.Column("entry", sa.String(64), sa.ForeignKey("entries.id", ondelete="CASCADE"),
                     primary_key=primary_key, nullable=False)
