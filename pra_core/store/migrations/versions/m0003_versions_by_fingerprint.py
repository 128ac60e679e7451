"""Versions are looked up by what they hold: who may approve, what a file was saved from."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the index."""
    op.create_index("versions_by_fingerprint", "versions", ["fingerprint", "entry", "number"])
