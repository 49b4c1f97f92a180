"""Any table in: files, DuckDB relations, data frames, columns; and single values."""
