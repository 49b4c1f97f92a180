"""Data that do something when they are read, which is in the middle of a run."""

import pyarrow as pa

TABLE = {"id": [7, 8, 9], "age": [30.0, 41.5, None]}


class Watched:
    """A table as an Arrow stream; `look` is called once, when it is asked for its columns."""

    def __init__(self, look, table=TABLE):
        self.looks = [look]
        self.table = pa.table(table)

    @property
    def schema(self):
        while self.looks:
            self.looks.pop()()
        return self.table.schema

    def __arrow_c_stream__(self, requested_schema=None):
        return self.table.__arrow_c_stream__(requested_schema)


def raising(error):
    """Return data that cannot be read because of an error."""

    def look():
        raise error

    return Watched(look)
