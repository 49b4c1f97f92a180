"""The playground: play with a score, against the live version, and see what changes for whom."""
