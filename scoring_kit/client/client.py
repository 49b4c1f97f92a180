"""`Client`: a service, with the verbs of the package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import quote

from scoring_kit.client.answers import Answer, Answers, ScoredTable, stamp_in
from scoring_kit.client.bodies import ARROW, arrow_body, arrow_table, json_body
from scoring_kit.client.sending import Sender
from scoring_kit.errors import ScoringError, nearest
from scoring_kit.optional import require
from scoring_kit.registry.hidden import Hidden, hidden

STAMP = ("scorecard", "version", "sha256", "environment")
ROWS = 10_000
PART = 500


class Client:
    """Asks a service for scores, explanations, and what is live.

    Parameters
    ----------
    url: where the service is, such as "http://127.0.0.1:8000".
    key: a key of its registry, with the scopes that are needed. It shows nowhere.
    environment: whose live versions are meant; None for the one of the service.
    timeout: seconds for each step of a request.

    Examples
    --------
    >>> Client("http://127.0.0.1:8000", "sk_...")
    Client('http://127.0.0.1:8000')
    """

    def __init__(
        self,
        url: str,
        key: str | Hidden,
        *,
        environment: str | None = None,
        timeout: float = 30.0,
    ) -> None:
        key = hidden(key)  # a traceback may show values
        self.url = url.rstrip("/")
        self.environment = environment
        self._sender = Sender(self.url, key, timeout)

    def __repr__(self) -> str:
        return f"Client({self.url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections.

        Examples
        --------
        >>> Client("http://127.0.0.1:8000", "sk_...").close()
        """
        self._sender.close()

    # ---- scores ----------------------------------------------------------------------------

    def score(
        self,
        name: str,
        data: Any,  # noqa: ANN401 - a row, rows, or a table
        *,
        parameters: Mapping[str, Any] | None = None,
        version: int | None = None,
    ) -> Answer | Answers | ScoredTable:
        """Return the scores of a row (a dict), of rows (a list), or of a table.

        A table is one of pandas, polars or Arrow. A large one is sent in parts, and all of them
        are scored by the version that scored the first.

        Parameters
        ----------
        name: of the scorecard.
        data: what is scored.
        parameters: values of the scorecard's parameters; not with tables.
        version: the number of an approved version; None for the live one.

        Raises
        ------
        RefusedError
            When the service refuses; one of its kinds.
        NoAnswerError
            When there is no answer.

        Examples
        --------
        >>> service.score("cvss", row)["score"]  # doctest: +SKIP
        >>> service.score("book_club", frame).to_pandas()  # doctest: +SKIP
        """
        given = dict(parameters or {})
        if isinstance(data, Mapping):
            row = cast("Mapping[str, Any]", data)
            told = self._post(name, "score", version, row=row, parameters=given)
            return Answer(stamp_in(told), told["result"])
        if isinstance(data, list | tuple):
            rows = cast("Sequence[Mapping[str, Any]]", data)
            told = self._post(name, "score", version, rows=rows, parameters=given)
            return Answers(name, tuple(told["results"]), stamp_in(told))
        if given:
            raise ScoringError("tables are scored with the defaults of parameters; send rows")
        return self._score_table(name, arrow_table(data), version)

    def explain(
        self,
        name: str,
        row: Mapping[str, Any],
        *,
        parameters: Mapping[str, Any] | None = None,
        version: int | None = None,
    ) -> Answer:
        """Return why a row has its score: inputs, criteria, lines, reasons; see `score`.

        Examples
        --------
        >>> service.explain("cvss", row)["reasons"]  # doctest: +SKIP
        """
        told = self._post(name, "explain", version, row=row, parameters=dict(parameters or {}))
        return Answer(stamp_in(told), told["explanation"])

    def what_if(
        self,
        name: str,
        row: Mapping[str, Any],
        changes: Mapping[str, Any],
        *,
        parameters: Mapping[str, Any] | None = None,
        version: int | None = None,
    ) -> Answer:
        """Return `delta`, and the row `before` and `after` changes to its inputs; see `score`.

        Examples
        --------
        >>> service.what_if("cvss", row, {"AV": "L"})["delta"]  # doctest: +SKIP
        """
        given = dict(parameters or {})
        told = self._post(name, "what-if", version, row=row, changes=changes, parameters=given)
        return _answer(told)

    # ---- what there is -----------------------------------------------------------------------

    def scorecards(self) -> Answers:
        """Return all scorecards by name, with the number that is live of each.

        Examples
        --------
        >>> [item["name"] for item in service.scorecards()]  # doctest: +SKIP
        """
        return Answers("Scorecards", tuple(self._parts("/v1/scorecards", "after")))

    def versions(self, name: str) -> Answers:
        """Return all versions of a scorecard, the newest first.

        Examples
        --------
        >>> service.versions("cvss")[0]["author"]  # doctest: +SKIP
        """
        parts = self._parts(_path(name, "versions"), "before")
        return Answers(f"Versions of {name}", tuple(parts))

    def live(self, name: str) -> int | None:
        """Return the number of the live version of a scorecard; None where none is live.

        Raises
        ------
        ScoringError
            When there is no such scorecard.

        Examples
        --------
        >>> service.live("cvss")  # doctest: +SKIP
        """
        found = {item["name"]: item["live"] for item in self.scorecards()}
        if name not in found:
            raise ScoringError(f"the service has no scorecard {name!r}{nearest(name, found)}")
        return found[name]

    def schema(self, name: str, *, version: int | None = None) -> Answer:
        """Return the JSON Schemas of what a scorecard reads and gives, with bodies to post.

        Examples
        --------
        >>> service.schema("cvss")["examples"]["row"]  # doctest: +SKIP
        """
        return _answer(self._get(_path(name, "schema"), version=version))

    def history(self, name: str) -> Answers:
        """Return who did what with the versions of a scorecard, the first first.

        Examples
        --------
        >>> service.history("cvss")[-1]["actor"]  # doctest: +SKIP
        """
        items = self._get(_path(name, "history"))["items"]
        return Answers(f"History of {name}", tuple(items))

    # ---- requests ----------------------------------------------------------------------------

    def _get(self, path: str, **query: object) -> Mapping[str, Any]:
        query = {"environment": self.environment, **query}
        return self._sender.send("GET", path, query=query).json()

    def _post(
        self, name: str, verb: str, version: int | None, **content: object
    ) -> Mapping[str, Any]:
        query = {"environment": self.environment, "version": version}
        body = json_body(**content)
        return self._sender.send("POST", _path(name, verb), query=query, body=body).json()

    def _parts(self, path: str, following: str) -> Iterator[Mapping[str, Any]]:
        seen = None
        while True:
            part = self._get(path, limit=PART, **{following: seen})
            yield from cast("Sequence[Mapping[str, Any]]", part["items"])
            seen = part["next"]
            if seen is None:
                return

    def _score_table(self, name: str, table: Any, version: int | None) -> ScoredTable:  # noqa: ANN401
        arrow: Any = require("pyarrow", "scoring tables")
        ipc: Any = require("pyarrow.ipc", "scoring tables")
        parts: list[Any] = []
        for start in range(0, max(table.num_rows, 1), ROWS):
            query = {"environment": self.environment, "version": version}
            body = arrow_body(table.slice(start, ROWS))
            path = _path(name, "score")
            answer = self._sender.send("POST", path, query=query, body=body, media=ARROW)
            parts.append(ipc.open_stream(answer.content).read_all())
            version = int(answer.headers["Scorecard-Version"])
        metadata: dict[bytes, bytes] = parts[0].schema.metadata
        stamp = stamp_in({key.decode(): value.decode() for key, value in metadata.items()})
        return ScoredTable(stamp, arrow.concat_tables(parts))


def _answer(told: Mapping[str, Any]) -> Answer:
    content = {name: value for name, value in told.items() if name not in STAMP}
    return Answer(stamp_in(told), content)


def _path(name: str, verb: str) -> str:
    return f"/v1/scorecards/{quote(name, safe='')}/{verb}"
