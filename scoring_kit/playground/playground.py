"""The playground as people use it in Python: a session, its rows, and its screen."""

from __future__ import annotations

import atexit
import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from scoring_kit.errors import RegistryError
from scoring_kit.impact.impact import Impact
from scoring_kit.optional import require
from scoring_kit.playground.board import Board
from scoring_kit.playground.desk import Desk
from scoring_kit.playground.frame import View
from scoring_kit.playground.impact import impact
from scoring_kit.playground.keys import Keys
from scoring_kit.playground.panels import Panels
from scoring_kit.playground.proposal import Proposal
from scoring_kit.playground.proposing import Proposing, Rows, held_against
from scoring_kit.playground.session import Session
from scoring_kit.playground.shown import Shown
from scoring_kit.playground.snapshot import snapshot_html
from scoring_kit.registry.records import PRODUCTION, Live
from scoring_kit.scorecard import write_scorecard
from scoring_kit.scorecard.changes import Changes
from scoring_kit.scorecard.document import checked
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.tables.table import check_columns

if TYPE_CHECKING:
    from scoring_kit.playground.simple import SimplePlayground
    from scoring_kit.playground.widget import ScreenWidget
    from scoring_kit.registry.registry import Registry


class Playground:
    """A scorecard to play with, on the rows of a table, against the version that is live.

    Shown at the end of a cell it is a screen: weights, value functions, scores by tier, ranked
    rows, why one row moved. What is done on the screen is done to `session`, and what is done to
    `session` shows on the screen; every state of it is a valid scorecard.

    Parameters
    ----------
    card
        The scorecard to begin with.
    data
        What `score()` takes: a data frame, a file, a folder, a relation of DuckDB.
    live
        The version to compare with: a scorecard, or what `Registry.live` gives. None for what is
        live in production in the registry, else for `card` itself. Criteria are matched by name.
    registry
        Where the draft is proposed to; see `propose`.
    key
        Columns that name a row; None for those that the card names.
    segments
        Columns to group winners and losers by.
    outcome
        A column of true and false, or of 1 and 0: what the score is to foresee.
    parameters, table
        As in `score()`.
    author
        The name under which edits are made.
    simple
        Whether the screen is made of plain ipywidgets: fewer pictures, for front-ends that
        cannot show more.

    Raises
    ------
    DataError
        When columns are missing, or cannot be read.
    ScorecardError
        When a scorecard is not valid.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card, data = sk.example("book_club")
    >>> pg = sk.Playground(card, data, segments="gender", outcome="bought")
    >>> print(pg.session.set_tier("A", 70))
    1 tier A: 60 -> 70
    >>> pg.changes()
    tier A: 60 -> 70
    """

    def __init__(
        self,
        card: Scorecard,
        data: object,
        live: Scorecard | Live | None = None,
        *,
        registry: Registry | None = None,
        key: str | Sequence[str] | None = None,
        segments: str | Sequence[str] = (),
        outcome: str | None = None,
        parameters: Mapping[str, Any] | None = None,
        table: str | None = None,
        author: str = "me",
        simple: bool = False,
    ) -> None:
        self._is_simple = simple
        card = checked(card)
        against, base = held_against(registry, card, live)
        session = Session(card, against, author=author)
        offered = None if registry is None else (registry, base)
        self._begin(session, data, key, segments, outcome, parameters, table, offered)

    def _begin(
        self,
        session: Session,
        data: object,
        key: str | Sequence[str] | None,
        segments: str | Sequence[str],
        outcome: str | None,
        parameters: Mapping[str, Any] | None,
        table: str | None,
        offered: tuple[Registry, int | None] | None,
    ) -> None:
        self.session = session
        keys = _names(session.scorecard.key if key is None else key)
        grouped = _names(segments)
        also = [*keys, *grouped, *([] if outcome is None else [outcome])]
        self.board = Board(
            session.live,
            data,
            draft=session.scorecard,
            also=list(dict.fromkeys(also)),
            parameters=parameters,
            table=table,
        )
        check_columns(self.board.table, also)
        self.keys = Keys(self.board, keys)
        self._panels = Panels(self.board, self.keys, grouped, outcome)
        self._offer = None
        if offered is not None:
            asked = {"key": keys, "segments": grouped, "outcome": outcome}
            asked |= {"parameters": parameters, "table": table}
            rows = Rows(data, self.board, asked)
            self._offer = Proposing(offered[0], session, rows, offered[1])
        self._desk = Desk(session, self.board, self.keys, self._panels, self._offer)
        _OPEN.add(self)

    def __repr__(self) -> str:
        edits = sum(not entry.is_undone for entry in self.session.history)
        made = "1 edit" if edits == 1 else f"{edits} edits"
        return f"Playground of {self.session.scorecard.name}, {self.board.rows:,} rows, {made}"

    # ---- what it is ------------------------------------------------------------------------

    @property
    def scorecard(self) -> Scorecard:
        """The draft."""
        return self.session.scorecard

    @property
    def live(self) -> Scorecard:
        """The version that the draft is compared with."""
        return self.session.live

    def changes(self) -> Changes:
        """Return what differs between the live version and the draft.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> sk.Playground(*sk.example("cvss")).changes()
        no changes
        """
        return self.session.changes()

    def impact(self, by: str | Sequence[str] = ()) -> Impact:
        """Return what changes from live to the draft, as `compare` gives it.

        by: columns whose segments are told apart; None of them by itself.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> pg = sk.Playground(*sk.example("book_club"))
        >>> entry = pg.session.set_tier("A", 101)
        >>> print(pg.impact().tiers.query("live_tier == 'A'").to_string(index=False))
        live_tier tier  rows
                A    A     0
                A    B   317
                A    C     0
                A    D     0
                A  NaN     0
        """
        keys = self.keys.columns or None
        return impact(self.board, self.live, self.scorecard, keys, by=by)

    def propose(
        self,
        message: str,
        *,
        sample: str | None = None,
        environment: str = PRODUCTION,
        by: str | None = None,
        base: int | None = None,
        progress: bool | None = None,
    ) -> Proposal:
        """Make the draft a version of the registry, and propose it to those who approve.

        With it go its impact against what is live there, and a report; both are made of the rows
        of this playground, read anew. Where somebody has added a version since this one was
        opened, nothing is added, and the conflict tells what both have changed.

        Parameters
        ----------
        message
            What is new, and why.
        sample
            What the rows are called in the history; by their own name unless given.
        environment
            Where the version is to go live.
        by
            Who proposes: unless given the user of the registry's key, else the `author` of the
            playground, else whoever is logged in on this machine.
        base
            The number of the newest version that the draft takes into account; that of the one
            that was opened unless given. The conflict names the one that a merged draft has.
        progress
            As in `Scores.to_pandas`.

        Raises
        ------
        RegistryError
            When there is no registry, the draft is what is live, or a guard refuses.
        ConflictError
            When another version went live, or was added, since.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from tempfile import TemporaryDirectory
        >>> card, data = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, sk.Registry(f"sqlite:///{folder}/s.db") as reg:
        ...     pg = sk.Playground(card, data, registry=reg, author="ada")
        ...     pg.propose("First weights", progress=False).title
        'book_club version 1 is proposed for production'
        """
        if self._offer is None:
            message = (
                "this playground has no registry; open it with sk.Playground(..., registry=reg)"
            )
            raise RegistryError("no_registry", message)
        return self._offer.propose(
            message, sample=sample, environment=environment, by=by, base=base, progress=progress
        )

    def write(self, path: str | PathLike[str]) -> None:
        """Write the draft as a YAML document; see `write_scorecard`.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> pg = sk.Playground(*sk.example("cvss"))
        >>> pg.write("draft.yaml")  # doctest: +SKIP
        """
        write_scorecard(self.scorecard, path)

    def to_html(self) -> str:
        """Return a still picture of the draft against live as one piece of HTML.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> "<script" in sk.Playground(*sk.example("cvss")).to_html()
        False
        """
        return snapshot_html(self.session, self.board.exact(self.scorecard, View(limit=1)))

    # ---- leaving and coming back -----------------------------------------------------------

    def save(self, path: str | PathLike[str]) -> None:
        """Write the session to a file: the draft, live, all edits, and what was undone.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> pg = sk.Playground(*sk.example("cvss"))
        >>> pg.save("session.json")  # doctest: +SKIP
        """
        text = json.dumps(self.session.saved(), indent=1, ensure_ascii=False, allow_nan=False)
        Path(path).write_text(text, encoding="utf-8")

    @classmethod
    def restore(cls, path: str | PathLike[str], data: object, **how: Any) -> Playground:  # noqa: ANN401 (those of Playground)
        """Return a playground with the session of a file that `save` wrote.

        data, how: as for a new one; the rows may be others.

        Raises
        ------
        ScorecardError
            When the file does not hold a session, with all that is wrong.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card, data = sk.example("cvss")
        >>> pg = sk.Playground.restore("session.json", data)  # doctest: +SKIP
        """
        saved = json.loads(Path(path).read_text(encoding="utf-8"))
        session = Session.restored(saved)
        playground = cls.__new__(cls)
        playground._is_simple = bool(how.pop("simple", False))
        registry: Registry | None = how.pop("registry", None)
        offered = None
        if registry is not None:
            offered = (registry, held_against(registry, session.scorecard, session.live)[1])
        playground._begin(session, data, offered=offered, **{**_NOTHING, **how})
        return playground

    # ---- the screen ------------------------------------------------------------------------

    @cached_property
    def widget(self) -> ScreenWidget | SimplePlayground:
        """The screen, to be put among other widgets; the same however often it is shown."""
        if self._is_simple:
            from scoring_kit.playground.simple import simple_playground

            return simple_playground(self.session, self.board, self.keys)
        require("anywidget", "the screen of a playground")
        from scoring_kit.playground.widget import ScreenWidget

        screen = ScreenWidget(self._desk, f"{self!r}", self.to_html)
        self._desk.connect(screen.tell)
        return screen

    def select(
        self,
        key: object = None,
        *,
        criterion: str | None = None,
        segment: str | None = None,
    ) -> None:
        """Show a row, a criterion or a segment on all screens.

        key: of the row, as `Keys.row_of` takes it. criterion: whose value function is opened.
        segment: the column that winners and losers are grouped by.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> pg = sk.Playground(*sk.example("book_club"))
        >>> pg.select(25, criterion="recency")
        """
        look: Shown = {}
        if key is not None:
            look["row"] = self.keys.row_of(key)
        if criterion is not None:
            look["criterion"] = self.session.state.draft.criterion(criterion)[1].name
        if segment is not None:
            look["segment"] = self._panels.segment(segment)
        self._desk.select(look)

    def close(self) -> None:
        """Let go of what runs in the background, and end the screens; the session stays.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> pg = sk.Playground(*sk.example("cvss"))
        >>> pg.close()
        """
        self._desk.close()
        if "widget" in self.__dict__:
            self.widget.close()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:  # noqa: ANN401 (as IPython has it)
        return self.widget._repr_mimebundle_(**kwargs)  # pyright: ignore[reportPrivateUsage]


_NOTHING: dict[str, Any] = {
    "key": None,
    "segments": (),
    "outcome": None,
    "parameters": None,
    "table": None,
}
_OPEN: WeakSet[Playground] = WeakSet()


@atexit.register
def _close_all() -> None:
    """Close what is open: a table in memory must not outlive the interpreter."""
    for playground in list(_OPEN):
        playground.close()


def _names(given: str | Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)
