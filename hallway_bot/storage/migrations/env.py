"""Alembic runs this. The engine is handed over by `hallway_bot.storage.engine.migrate`."""

from alembic import context

from hallway_bot.storage.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=True)
if connection.dialect.name == "postgresql":
    # Two processes that start together must not both migrate.
    connection.exec_driver_sql("SELECT pg_advisory_lock(4851)")
try:
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
finally:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_unlock(4851)")
        connection.commit()
