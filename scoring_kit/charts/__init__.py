"""Charts of results for those who go on with altair: small, whatever the table's size."""
