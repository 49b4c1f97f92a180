"""How well scores find an event: figures, tables, two versions beside each other."""
