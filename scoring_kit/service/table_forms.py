"""The scores of a table as bytes, in the form that a client asks for."""

from __future__ import annotations

import io
from collections.abc import Callable, Generator, Mapping
from typing import Any

import orjson
import pyarrow
from pyarrow import csv

from scoring_kit.engines.streaming import BatchStream, Form, streamed_select
from scoring_kit.errors import DataError, EngineError
from scoring_kit.service.arrow_bodies import MEDIA as ARROW
from scoring_kit.service.problems import ServiceError
from scoring_kit.service.scorer import Scorer
from scoring_kit.service.tables import Opened, unreadable

LINES, CSV = "application/x-ndjson", "text/csv"
FORMS: dict[str, Form] = {LINES: "lines", ARROW: "arrow", CSV: "csv"}
"""Forms by their media types; the first one where a client takes any."""

arrow: Any = pyarrow  # it has no types
text: Any = csv


def chosen_media(accept: str) -> str:
    """Return the form that a client likes best, by the header Accept.

    Raises
    ------
    ServiceError
        When it takes none of them (406).

    Examples
    --------
    >>> chosen_media("text/html, text/csv;q=0.9, */*;q=0.1")
    'text/csv'
    """
    items = [item.lower().split(";") for item in (accept or "*/*").split(",")]
    liked = {kind.strip(): _quality(options) for kind, *options in items}
    # a name says more than a pattern: text/csv;q=0, */* is all but CSV
    best = max(FORMS, key=lambda media: _liking(media, liked))
    if _liking(best, liked) <= 0:
        raise ServiceError(406, "accept", f"Accept is one of {', '.join(FORMS)}")
    return best


def _liking(media: str, liked: Mapping[str, float]) -> float:
    kinds = (media, media.partition("/")[0] + "/*", "*/*")
    return next((liked[kind] for kind in kinds if kind in liked), 0.0)


def _quality(options: list[str]) -> float:
    for option in options:
        name, _, value = option.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


class TableStream:
    """The scores of a table as parts of bytes, read by one thread; any other may stop it."""

    def __init__(
        self, scorer: Scorer, table: Opened, media: str, stamps: Mapping[str, object]
    ) -> None:
        self._scorer = scorer
        self._table = table
        self._media = media
        self._stamps = {name: str(value) for name, value in stamps.items()}
        self._stream: BatchStream | None = None
        self._stopped = False

    def parts(self) -> Generator[bytes]:
        """Yield the parts; what fails in the middle is raised, and in NDJSON told before.

        Raises
        ------
        ServiceError
            When the table cannot be read, or changes meanwhile (503).
        """
        begun = False
        try:
            for part in self._whole():
                yield part
                begun = True
        except (ServiceError, DataError, EngineError) as error:
            refusal = unreadable(self._table.name, error)
            if begun and self._media == LINES:
                yield last_line(refusal)
            raise refusal from error

    def stop(self) -> None:
        """Interrupt what is being calculated."""
        self._stopped = True
        if self._stream is not None:
            self._stream.stop()

    def _whole(self) -> Generator[bytes]:
        table, form = self._table, FORMS[self._media]
        table.check_current()
        sql = streamed_select(table.reader, self._scorer.plan, table.table, table.key, form)
        self._stream = BatchStream(table.reader, sql)
        if self._stopped:
            return
        yield from _WRITERS[form](self._stream.batches(), self._stamps)
        table.check_current()


def last_line(refusal: ServiceError) -> bytes:
    """Return the line of NDJSON that says why no other follows."""
    told = {"status": refusal.status, "code": refusal.code, "detail": refusal.detail}
    return orjson.dumps({"problem": told}) + b"\n"


Batches = Generator[Any]
Stamps = Mapping[str, str]


def _lines(batches: Batches, stamps: Stamps) -> Generator[bytes]:
    del stamps  # the headers have them
    for batch in batches:
        if batch.num_rows:
            yield ("\n".join(batch.column(0).to_pylist()) + "\n").encode()


def _columns(batches: Batches, stamps: Stamps) -> Generator[bytes]:
    """Yield an Arrow stream; without rows it still says which columns there are."""
    sink, writer = io.BytesIO(), None
    for batch in batches:
        if writer is None:
            schema = batch.schema.with_metadata(dict(stamps))
            writer = arrow.ipc.new_stream(sink, schema)
        writer.write_batch(batch.replace_schema_metadata(dict(stamps)))
        yield _taken(sink)
    if writer is not None:
        writer.close()
    yield _taken(sink)


def _cells(batches: Batches, stamps: Stamps) -> Generator[bytes]:
    """Yield CSV with a header; texts stand in quotes, what is not known is an empty cell."""
    del stamps
    sink, writer = io.BytesIO(), None
    for batch in batches:
        if writer is None:
            writer = text.CSVWriter(sink, batch.schema)
        writer.write_batch(batch)
        yield _taken(sink)


def _taken(sink: io.BytesIO) -> bytes:
    part = sink.getvalue()
    sink.seek(0)
    sink.truncate()
    return part


_WRITERS: dict[Form, Callable[[Batches, Stamps], Generator[bytes]]] = {
    "lines": _lines,
    "arrow": _columns,
    "csv": _cells,
}
