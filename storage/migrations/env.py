"""Where Alembic meets our connection: one transaction, opened and locked by storage.schema."""

from alembic import context

from storage.migrations.apart import ours
from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_object=ours,
    compare_type=True,
)
context.run_migrations()
