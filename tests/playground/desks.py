"""Desks with someone who asks, as a screen does."""

import json
import queue

import scoring_kit as sk
from scoring_kit.playground.board import Board
from scoring_kit.playground.desk import Desk
from scoring_kit.playground.keys import Keys
from scoring_kit.playground.panels import Panels
from scoring_kit.playground.session import Session


class Screen:
    """A screen that remembers what it was told."""

    def __init__(self, name="book_club", card=None, data=None, offer=None):
        example = None if card is not None else sk.example(name)
        self.card = card or example.scorecard
        self.data = example.data if data is None else data
        self.session = Session(self.card)
        self.board = Board(self.card, self.data, also=self.card.key)
        keys = Keys(self.board, self.card.key)
        self.late = queue.Queue()
        self.desk = Desk(self.session, self.board, keys, Panels(self.board, keys), offer)
        self.desk.connect(self.late.put)
        self.seq = 0

    def ask(self, op, who=None, look=None, **args):
        """Return the answer, as it comes out of a wire."""
        self.seq += 1
        asked = {"op": op, "args": args, "look": look or {}, "who": who}
        answer = self.desk.answer({**asked, "view": "v", "seq": self.seq})
        return json.loads(json.dumps(answer, allow_nan=False))

    def edit(self, kind, who=None, **fields):
        return self.ask("edit", who, kind=kind, fields=fields)

    def settle(self, **look):
        """Return what comes when everything is exact."""
        assert self.ask("settle", look=look) is None
        while True:
            answer = json.loads(json.dumps(self.late.get(timeout=30), allow_nan=False))
            if answer.get("seq") == self.seq:
                return answer
