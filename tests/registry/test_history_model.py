"""What is live, and was, agrees with a list in memory over random histories."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from scoring_kit.errors import ConflictError
from scoring_kit.registry.registry import Registry
from tests.cards import card, criterion
from tests.registry.registries import NOON, Clock

PLACES = st.sampled_from(["staging", "production"])
NAMES = itertools.count(1)


class Histories(RuleBasedStateMachine):
    """The model: for each environment, what was live from when on, and what came before it.

    Every example has a scorecard of its own in one registry.
    """

    registry: Registry
    clock: Clock

    def __init__(self):
        super().__init__()
        self.name = f"card_{next(NAMES)}"
        self.versions = 0
        self.spans = {"staging": [], "production": []}  # (effective minute, version)
        self.stacks = {"staging": [], "production": []}
        self.last = self.minute = 0
        self.set_clock(0)

    def set_clock(self, minute):
        self.minute = minute
        self.clock.set(minutes=minute)

    def written(self):
        """Something was written: its time is that of the clock, or of what was last before it."""
        self.last = max(self.last, self.minute)
        return self.last

    @rule(minutes=st.integers(-30, 60))
    def time_passes_or_the_clock_goes_backwards(self, minutes):
        self.set_clock(self.minute + minutes)

    @rule(place=PLACES)
    def a_new_version_goes_live(self, place):
        self.versions += 1
        new = card(criterion("age", weight=float(self.versions)), name=self.name)
        number = self.registry.add(new, "next", author="ann").number
        assert number == self.versions
        self.bring_live(number, place)

    @precondition(lambda self: self.versions)
    @rule(data=st.data(), place=PLACES)
    def a_known_version_goes_live(self, data, place):
        number = data.draw(st.integers(1, self.versions))
        if number not in self.stacks[place][-1:]:
            self.bring_live(number, place)

    def bring_live(self, number, place):
        for move, who in (("propose", "ann"), ("approve", "bob"), ("promote", "ann")):
            getattr(self.registry, move)(self.name, number, move, by=who, environment=place)
        self.stacks[place].append(number)
        self.spans[place].append((self.written(), number))

    @precondition(lambda self: any(len(s) > 1 for s in self.stacks.values()))
    @rule(data=st.data())
    def the_live_version_is_rolled_back(self, data):
        place = data.draw(st.sampled_from([p for p, s in self.stacks.items() if len(s) > 1]))
        stack = self.stacks[place]
        number = stack.pop()
        self.registry.rollback(self.name, number, "bad", by="bob", environment=place)
        self.spans[place].append((self.written(), stack[-1]))

    @precondition(lambda self: self.stacks["production"] and self.versions > 1)
    @rule()
    def somebody_was_first(self):
        other = self.stacks["production"][-1] % self.versions + 1
        with pytest.raises(ConflictError, match="is not live"):
            self.registry.rollback(self.name, other, "bad", by="bob")

    @precondition(lambda self: self.versions)
    @rule(place=PLACES, minute=st.integers(-60, 400))
    def what_was_live_is_what_the_list_says(self, place, minute):
        # the last entry of the list that is not later, in the order in which they were written
        expected = [number for start, number in self.spans[place] if start <= minute]
        as_of = NOON + timedelta(minutes=minute)
        found = self.registry.live(self.name, place, as_of=as_of)
        assert (found and found.version.number) == (expected[-1] if expected else None)

    @invariant()
    def what_is_live_is_the_end_of_the_list(self):
        for place, spans in self.spans.items() if self.versions else ():
            found = self.registry.live(self.name, place)
            assert (found and found.version.number) == (spans[-1][1] if spans else None)

    def teardown(self):
        self.registry.verify()


def test_what_was_live_agrees_with_a_list(registry, clock):
    machine = type("OfThisRegistry", (Histories,), {"registry": registry, "clock": clock})
    few = settings(max_examples=8, stateful_step_count=12)
    machine.TestCase.settings = few
    machine.TestCase("runTest").runTest()
