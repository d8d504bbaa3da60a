"""Sealing the tokens of installations anew. What they are sealed for is read and written where
they are used."""

from sqlalchemy import Connection, select, update

from .schema_slack import SEALED
from .vault import Vault


def reseal_tokens(connection: Connection, vault: Vault) -> int:
    """Seal every token with the newest key; returns how many."""
    done = 0
    for column in SEALED:
        number = column.table.c.id
        for row in connection.execute(select(number, column).where(column.is_not(None))).all():
            sealed = vault.seal(vault.unseal(row[1]))
            here = number == row[0]
            connection.execute(update(column.table).where(here).values({column.name: sealed}))
            done += 1
    return done
