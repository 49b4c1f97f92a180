"""The executors: DuckDB for tables, numpy for columns in memory, a function for one row."""
