"""Training classes, the seats in them, and what was handed in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pra_core.store.schema import Utc

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of training classes."""
    op.create_table(
        "training_classes",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("code", sa.String(16), nullable=False, unique=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("trainer", sa.String(255), nullable=False),
        sa.Column("trainer_name", sa.String(255), nullable=False),
        sa.Column("exercises", sa.JSON(), nullable=False),
        sa.Column("revealed", sa.JSON(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("opened_at", Utc(), nullable=False),
        sa.Column("ends_at", Utc(), nullable=False),
        sa.Column("closed_at", Utc()))
    op.create_index("classes_by_trainer", "training_classes", ["trainer", "opened_at"])
    op.create_table(
        "class_seats",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("class_id", sa.String(64),
                  sa.ForeignKey("training_classes.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("nickname", sa.String(64), nullable=False),
        sa.Column("nickname_key", sa.String(128), nullable=False),
        sa.Column("joined_at", Utc(), nullable=False),
        sa.Column("seen_at", Utc(), nullable=False),
        sa.Column("exercise", sa.String(100), nullable=False),
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("hints", sa.JSON(), nullable=False))
    op.create_index("seats_by_number", "class_seats", ["class_id", "number"], unique=True)
    op.create_index("seats_by_nickname", "class_seats", ["class_id", "nickname_key"], unique=True)
    _answers()


def _answers() -> None:
    op.create_table(
        "class_answers",
        sa.Column("token", sa.String(64),
                  sa.ForeignKey("class_seats.token", ondelete="CASCADE"), primary_key=True),
        sa.Column("exercise", sa.String(100), primary_key=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("points", sa.Float(), nullable=False),
        sa.Column("most", sa.Float(), nullable=False),
        sa.Column("hints", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("given_at", Utc(), nullable=False))
