"""Answers what screens ask: edits, frames and facts, as data that goes through a wire."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import lru_cache
from threading import RLock, Thread, local
from typing import Any

from scoring_kit.errors import ScoringError
from scoring_kit.playground.board import Board
from scoring_kit.playground.edits import edit_from
from scoring_kit.playground.edits_base import Edit
from scoring_kit.playground.effects import Effects
from scoring_kit.playground.errors import in_words
from scoring_kit.playground.keys import Keys
from scoring_kit.playground.listeners import Event
from scoring_kit.playground.looking import Look, read_look
from scoring_kit.playground.panels import Panels
from scoring_kit.playground.people import People
from scoring_kit.playground.proposing import Proposing
from scoring_kit.playground.session import Session
from scoring_kit.playground.session_state import State
from scoring_kit.playground.settling import Settling
from scoring_kit.playground.shown import Shown, shown_numbers, shown_state
from scoring_kit.playground.shown_frame import shown_frame
from scoring_kit.registry.records import PRODUCTION
from scoring_kit.scorecard.document import hash_of
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.shapes import is_mapping

_LOG = logging.getLogger(__name__)

Tell = Callable[[Shown], None]
Asked = Mapping[str, Any]


class Desk:
    """One session with its rows, as any number of screens see it.

    A screen asks with a mapping: `op` says what, `args` with what, `look` what it shows, `view`
    and `seq` who asks and for the how-manieth time, `who` in whose name. Each is answered with
    a mapping that JSON can hold. Nothing that is asked raises: what is refused is answered with
    a `problem`, and nothing has changed.
    """

    def __init__(
        self,
        session: Session,
        board: Board,
        keys: Keys,
        panels: Panels,
        offer: Proposing | None = None,
    ) -> None:
        self.session, self._offer = session, offer
        self._people = People(session.author)
        self._busy = local()
        self._tells: list[Tell] = []
        self._start: Shown = {}
        self._board, self._keys, self._panels = board, keys, panels
        self._lock = RLock()
        self._found = lru_cache(4)(keys.find)
        self._exact = hash_of(session.live)
        self._effects = Effects(session, board)
        self._settling = Settling(self._settled, self._tell)
        self._acts: dict[str, Callable[[Asked], Shown | None]] = {
            "ping": self._ping,
            "open": self._open,
            "look": self._look_again,
            "preview": self._preview,
            "edit": self._make,
            "undo": self._undo,
            "redo": self._redo,
            "jump": self._jump,
            "rename": self._rename,
            "lock": self._lock_weight,
            "rebalance": self._rebalance,
            "reset": self._reset,
            "settle": self._settle,
            "export": self._export,
            "sample": self._sample,
            "propose": self._propose,
        }
        board.prepare(session.scorecard)
        session.subscribe(self._told)

    def answer(self, asked: Asked) -> Shown | None:
        """Return the answer to a screen; None where it comes later."""
        head = {"view": asked.get("view"), "seq": asked.get("seq")}
        act = self._acts.get(str(asked.get("op")))
        if act is None:
            return {**head, "kind": "failed", "problem": f"unknown operation {asked.get('op')!r}"}
        self._busy.answering = True
        try:
            found = act(asked)
        except ScoringError as error:
            return {**head, **self._refused(asked, error)}
        except Exception as error:  # a screen must never wait in vain
            return {**head, "kind": "failed", "problem": f"{type(error).__name__}: {error}"}
        finally:
            self._busy.answering = False
        return None if found is None else {**head, **found}

    def connect(self, tell: Tell) -> None:
        """Give what comes later than an answer, from another thread, to somebody from now on."""
        self._tells.append(tell)

    def _tell(self, answer: Shown) -> None:
        for tell in self._tells:
            try:
                tell(answer)
            except Exception as error:  # one whose screen is gone must not keep it from others
                _LOG.warning("a screen could not be told: %s: %s", type(error).__name__, error)

    def select(self, look: Shown) -> None:
        """Have all screens look at something: those that are open, and those that will be."""
        self._start = {**self._start, **look}
        self._tell({"view": None, "kind": "select", "look": look})

    def close(self) -> None:
        """End what runs in the background."""
        self._settling.close()

    # ---- what can be asked ------------------------------------------------------------------

    def _ping(self, asked: Asked) -> Shown:
        del asked
        return {"kind": "pong", "version": self.session.state.version}

    def _open(self, asked: Asked) -> Shown:
        offered = None if self._offer is None else {"environment": PRODUCTION}
        setting = {**self._panels.setting(), "look": self._start, "registry": offered}
        return {**self._whole(asked), "setting": setting}

    def _look_again(self, asked: Asked) -> Shown:
        return self._whole(asked)

    def _preview(self, asked: Asked) -> Shown:
        edit = self._edit(asked)
        state = self.session.state
        card = self.session.preview(edit, author=self._author(asked), merge=_merges(asked))
        look = self._look(asked)
        with self._lock:
            frame = self._quick(card, look)
        return {
            "kind": "preview",
            "numbers": shown_numbers(state, card, self.session.live),
            "frame": frame,
            "facts": self._panels.quick(card, look),
        }

    def _make(self, asked: Asked) -> Shown:
        edit = self._edit(asked)
        self.session.apply(edit, author=self._author(asked), merge=_merges(asked))
        return self._whole(asked)

    def _undo(self, asked: Asked) -> Shown:
        self.session.undo(author=self._author(asked))
        return self._whole(asked)

    def _redo(self, asked: Asked) -> Shown:
        self.session.redo(author=self._author(asked))
        return self._whole(asked)

    def _jump(self, asked: Asked) -> Shown:
        self.session.jump(int(asked["args"]["number"]), author=self._author(asked))
        return self._whole(asked)

    def _rename(self, asked: Asked) -> Shown:
        args = asked["args"]
        self.session.rename(int(args["number"]), args.get("name") or None)
        return self._whole(asked)

    def _lock_weight(self, asked: Asked) -> Shown:
        args = asked["args"]
        act = self.session.lock if args.get("on") else self.session.unlock
        act(str(args["name"]))
        return self._whole(asked)

    def _rebalance(self, asked: Asked) -> Shown:
        self.session.rebalancing = asked["args"]["how"]
        return self._whole(asked)

    def _reset(self, asked: Asked) -> Shown:
        self.session.reset_to_live(author=self._author(asked))
        return self._whole(asked)

    def _settle(self, asked: Asked) -> None:
        self._settling.ask(asked)

    def _export(self, asked: Asked) -> Shown:
        what = str(asked["args"].get("what"))
        return {"kind": "export", "what": what, **self._panels.export(what, self.session)}

    def _sample(self, asked: Asked) -> Shown:
        state = self.session.state
        found = self._panels.sample(state, asked["args"].get("have"))
        return {"kind": "sample", "version": state.version, **found}

    def _propose(self, asked: Asked) -> None:
        # it takes as long as a report does, so nothing waits for it
        Thread(target=self._proposed, args=(asked,), name="proposal", daemon=True).start()

    # ---- answers ----------------------------------------------------------------------------

    def _proposed(self, asked: Asked) -> None:
        try:
            assert self._offer is not None  # else no screen asks
            version = self.session.state.version
            found = self._offer.propose(str(asked["args"].get("message")), progress=False)
            told: Shown = {"title": found.title, "summary": list(found.summary)}
            told |= {"next": found.next_step, "version": version}
        except ScoringError as error:
            told = {"problem": "; ".join([in_words(error), *getattr(error, "__notes__", ())])}
        except Exception as error:  # a screen must never wait in vain
            told = {"problem": f"{type(error).__name__}: {error}"}
        head = {"view": asked.get("view"), "seq": asked.get("seq")}
        self._tell({**head, "kind": "proposed", **told})

    def _whole(self, asked: Asked) -> Shown:
        """Return the state and its frame: exact where exact scores are known, else quick."""
        state, look = self.session.state, self._look(asked)
        card = state.scorecard
        with self._lock:
            is_known = hash_of(card) == self._exact
            frame = self._exactly(card, look) if is_known else self._quick(card, look)
        return {
            "kind": "frame",
            "state": self._state(state, asked),
            "frame": frame,
            "facts": self._panels.quick(card, look),
        }

    def _settled(self, asked: Asked) -> Shown:
        """Return the exact frame of the draft, and the facts of the panels that are open."""
        head = {"view": asked.get("view"), "seq": asked.get("seq")}
        self._busy.settling = True
        try:
            state, look = self.session.state, self._look(asked)
            card = state.scorecard
            self._board.scores(card)  # may take long, so beside the lock
            self._effects.measure()
            with self._lock:
                frame = self._exactly(card, look)
                self._exact = hash_of(card)
            self._panels.bars.add(card, frame)
            state = _later(state, self.session.state)
            return {
                **head,
                "kind": "settled",
                "state": self._state(state, asked),
                "frame": frame,
                "facts": self._panels.facts(state, look),
            }
        except Exception as error:
            return {**head, "kind": "failed", "problem": f"{type(error).__name__}: {error}"}

    def _refused(self, asked: Asked, error: ScoringError) -> Shown:
        return {**self._whole({**asked, "look": asked.get("look")}), "problem": in_words(error)}

    def _state(self, state: State, asked: Asked) -> Shown:
        shown = shown_state(self.session, state, self._author(asked))
        return {**shown, "names": self._people.names}

    def _quick(self, card: Scorecard, look: Look) -> Shown:
        frame = self._board.quick(card, look.view)
        return shown_frame(frame, [name for name, _ in card.tiers], self._keys)

    def _exactly(self, card: Scorecard, look: Look) -> Shown:
        scores = self._board.scores(card)
        frame = self._board.exact(card, look.view)
        shown = shown_frame(frame, [name for name, _ in card.tiers], self._keys, scores)
        self._panels.bars.add_known(card, shown)
        return shown

    def _told(self, event: Event) -> None:
        """Tell all screens of what was not asked for by one of them, as an edit from Python."""
        # an effect is told with what settles; an edit that a callback makes of it is news
        is_known = event.what == "measure" and getattr(self._busy, "settling", False)
        if not is_known and not getattr(self._busy, "answering", False):
            self._tell({"view": None, "kind": "changed", "version": event.version})

    # ---- what was asked ---------------------------------------------------------------------

    def _author(self, asked: Asked) -> str:
        return self._people.author(asked.get("who"))

    def _look(self, asked: Asked) -> Look:
        look = asked.get("look")
        return read_look(look if is_mapping(look) else {}, self._board.rows, self._found)

    def _edit(self, asked: Asked) -> Edit:
        args = asked["args"]
        kind, fields = str(args.get("kind")), args.get("fields")
        given: dict[str, Any] = dict(fields) if is_mapping(fields) else {}
        if kind == "weight":
            given = {
                "rebalancing": self.session.rebalancing,
                "locked": sorted(self.session.locks),
                **given,
            }
        return edit_from(kind, given)


def _later(state: State, now: State) -> State:
    """Return the session as it is now where its draft is still that of the state.

    Else a screen would take the numbers of an old draft for those of the newest version.
    """
    return now if now.draft is state.draft else state


def _merges(asked: Asked) -> bool:
    return asked["args"].get("merge") is True
