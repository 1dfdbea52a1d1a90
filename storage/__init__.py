"""The memory, in SQL: the same tables on SQLite and on PostgreSQL."""
