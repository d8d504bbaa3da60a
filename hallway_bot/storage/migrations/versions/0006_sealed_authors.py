"""Authors of anonymous lessons are sealed, those who are there already as well."""

import json

import sqlalchemy as sa
from alembic import context, op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Migrate forward."""
    vault = context.config.attributes["vault"]
    for table in ("lessons", "talks"):
        op.add_column(table, sa.Column("author_sealed", sa.Text))
        op.add_column(table, sa.Column("author_mark", sa.String(64)))
        op.create_index(f"{table}_by_mark", table, ["workspace", "author_mark"])
    op.create_table("keyring", sa.Column("proof", sa.Text, primary_key=True))
    connection = op.get_bind()
    connection.execute(
        sa.text("INSERT INTO keyring(proof) VALUES (:proof)"), {"proof": vault.seal("hallway")}
    )
    rows = connection.execute(
        sa.text(
            "SELECT workspace, id, author_id, author_name, author_email FROM lessons "
            "WHERE visibility = 'anonymous'"
        )
    ).all()
    for workspace, lesson_id, *author in rows:
        if any(author):
            _hide_lesson(connection, vault, workspace, lesson_id, author)
    rows = connection.execute(
        sa.text(
            "SELECT t.workspace, t.id, t.author_id FROM talks t JOIN lessons l "
            "ON l.workspace = t.workspace AND l.id = t.lesson_id WHERE l.visibility = 'anonymous'"
        )
    ).all()
    for workspace, talk_id, author_id in rows:
        connection.execute(
            sa.text(
                "UPDATE talks SET author_id = '', author_sealed = :sealed, author_mark = :mark "
                "WHERE workspace = :workspace AND id = :id"
            ),
            {
                "sealed": vault.seal(json.dumps([author_id, None, None])),
                "mark": vault.mark("talks", workspace, f"user:{author_id}"),
                "workspace": workspace,
                "id": talk_id,
            },
        )


def _hide_lesson(connection, vault, workspace, lesson_id, author) -> None:  # type: ignore[no-untyped-def]
    user_id, _, email = author
    sought = f"user:{user_id}" if user_id else f"mail:{(email or '').lower()}"
    connection.execute(
        sa.text(
            "UPDATE lessons SET author_id = NULL, author_name = NULL, author_email = NULL, "
            "author_sealed = :sealed, author_mark = :mark "
            "WHERE workspace = :workspace AND id = :id"
        ),
        {
            "sealed": vault.seal(json.dumps(author)),
            "mark": vault.mark("lessons", workspace, sought) if user_id or email else None,
            "workspace": workspace,
            "id": lesson_id,
        },
    )
