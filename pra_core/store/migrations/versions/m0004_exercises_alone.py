"""What somebody working alone typed and handed in, by exercise."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pra_core.store.schema import Utc

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "exercise_work",
        sa.Column("person", sa.String(255), primary_key=True),
        sa.Column("exercise", sa.String(100), primary_key=True),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False))
