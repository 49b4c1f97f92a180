"""Controls of the simple playground: each shows a number of the session, and edits it.

None of them keeps anything: what a session is, `show` puts on them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scoring_kit.optional import require
from scoring_kit.playground.rebalance import REBALANCINGS, Rebalancing
from scoring_kit.playground.session import Session
from scoring_kit.playground.session_state import State
from scoring_kit.scorecard.models import GroupParts, placed_members
from scoring_kit.scorecard.value_functions.lines import Linear, PiecewiseLinear

Widget = Any
"""Of ipywidgets, which has no types."""

widgets: Widget = require("ipywidgets", "the simple playground")

Do = Callable[[Callable[[], object]], None]
"""Does something that may be refused, and shows the error."""

INDENT = "\u2003"
NARROW = "90px"


def on_change(control: Widget, do: Do, action: Callable[[Any], object]) -> None:
    """Do something with the new value of a control when it changes."""

    def changed(change: Mapping[str, Any]) -> None:
        do(lambda: action(change["new"]))

    control.observe(changed, "value")


def on_click(button: Widget, do: Do, action: Callable[[], object]) -> None:
    """Do something when a button is pressed."""

    def clicked(button: Widget) -> None:
        del button
        do(action)

    button.on_click(clicked)


def put(control: Widget, value: object) -> None:
    """Set a control to a value that the session has."""
    if control.value != value:
        control.value = value


class Buttons:
    """Undo and redo of one's own edits, and what other weights do when one changes."""

    def __init__(self, session: Session, do: Do) -> None:
        self._session = session
        self.undo = widgets.Button(description="Undo", icon="undo")
        self.redo = widgets.Button(description="Redo", icon="repeat")
        on_click(self.undo, do, session.undo)
        on_click(self.redo, do, session.redo)
        self.rebalancing = widgets.Dropdown(options=REBALANCINGS, description="Others follow")
        on_change(self.rebalancing, do, self._rebalance)
        self.widget = widgets.HBox([self.undo, self.redo, self.rebalancing])

    def _rebalance(self, how: Rebalancing) -> None:
        self._session.rebalancing = how

    def show(self, state: State) -> None:
        """Show what can be undone and redone."""
        self.undo.disabled = not self._session.can_undo()
        self.redo.disabled = not self._session.can_redo()
        put(self.rebalancing, state.rebalancing)


class Weight:
    """The weight of a criterion or group: its lock, a slider, and a number box beside it.

    Arrow keys on a slider reach the notebook and not the slider, so that the box is for them.
    """

    def __init__(self, session: Session, name: str, depth: int, do: Do) -> None:
        self.name = name
        self._live = {m.name: m.weight for _, m, _ in placed_members(session.live.score)}
        self.lock = widgets.Checkbox(description="lock", indent=False, layout={"width": NARROW})
        self.slider = widgets.FloatSlider(
            min=0.0, readout=False, continuous_update=False, tooltip=f"Weight of {name}"
        )
        self.box = widgets.BoundedFloatText(
            min=0.0,
            max=sys.float_info.max,
            step=0.01,
            tooltip=f"Weight of {name}",
            layout={"width": NARROW},
        )
        on_change(self.lock, do, lambda on: (session.lock if on else session.unlock)(name))
        for control in (self.slider, self.box):
            on_change(control, do, lambda weight: session.set_weight(name, weight))
        self._beside = widgets.Label()
        label = widgets.Label(value=INDENT * depth + name, layout={"width": "180px"})
        self.widget = widgets.HBox([label, self.lock, self.slider, self.box, self._beside])

    def show(self, state: State) -> None:
        """Show the weight, its room, and the weight of the live version."""
        found = state.draft.placed(self.name)
        weight, has_weights = found.member.weight, found.parent.aggregation.has_weights
        low, high = state.weight_room(self.name)
        put(self.lock, self.name in state.locks)
        stays = not has_weights or low == high
        self.slider.disabled, self.box.disabled = stays, not has_weights
        # An end below the value would change the value, so the far end comes first.
        end = max(1.0, 2.0 * weight) if high > sys.float_info.max else max(high, weight)
        self.slider.max = max(self.slider.max, end)
        put(self.slider, weight)
        self.slider.max, self.slider.step = end, max(end / 100.0, sys.float_info.min)
        put(self.box, weight)
        self._beside.value = self._said(weight, has_weights)

    def _said(self, weight: float, has_weights: bool) -> str:
        if not has_weights:
            return "no weight in its group"
        if self.name not in self._live:
            return "new"
        live = self._live[self.name]
        return "as live" if weight == live else f"live {live:g}"


class Listing:
    """Controls of the same kind below each other, made anew when there are others."""

    def __init__(self, title: str) -> None:
        self._title = widgets.Label(value=title, style={"font_weight": "bold"})
        self.parts: dict[Any, Any] = {}
        self.widget = widgets.VBox([self._title])

    def fill(self, names: Sequence[Any], make: Callable[[Any], Any]) -> None:
        """Have a control for each name; `make` gives one with a `widget`, or is one itself."""
        if list(names) == list(self.parts):
            return
        self.parts = {name: make(name) for name in names}
        drawn = [getattr(part, "widget", part) for part in self.parts.values()]
        self.widget.children = [self._title, *drawn]


class Weights:
    """The weights of all criteria and groups, in the order of the tree."""

    def __init__(self, session: Session, do: Do) -> None:
        self._session, self._do = session, do
        self.listing = Listing("Weights")
        self.widget = self.listing.widget

    def show(self, state: State) -> None:
        """Show every weight."""
        depths = _depths(state.scorecard.score)
        session, do = self._session, self._do
        self.listing.fill(list(depths), lambda name: Weight(session, name, depths[name], do))
        for weight in self.listing.parts.values():
            weight.show(state)


class Cuts:
    """The lowest score of each tier, as number boxes."""

    def __init__(self, session: Session, do: Do) -> None:
        self._session, self._do = session, do
        self.listing = Listing("Lowest score of each tier")
        self.widget = self.listing.widget

    def show(self, state: State) -> None:
        """Show every cut."""
        tiers = dict(state.scorecard.tiers)
        self.listing.fill(list(tiers), self._box)
        for tier, cut in tiers.items():
            put(self.listing.parts[tier], cut)

    def _box(self, tier: str) -> Widget:
        box = widgets.FloatText(description=tier, layout={"width": "220px"})
        on_change(box, self._do, lambda cut: self._session.set_tier(tier, cut))
        return box


class Knots:
    """The knots of one criterion, which is chosen, as pairs of number boxes."""

    def __init__(self, session: Session, do: Do) -> None:
        self._session, self._do = session, do
        self.chosen = widgets.Dropdown(description="Criterion")
        on_change(self.chosen, do, lambda _: None)
        self.listing = Listing("Knots")
        self._said = widgets.Label()
        self.widget = widgets.VBox([self.chosen, self._said, self.listing.widget])

    def show(self, state: State) -> None:
        """Show the knots of the criterion that is chosen; the first one with knots to begin."""
        names = [criterion.name for criterion in state.scorecard.criteria]
        if list(self.chosen.options) != names:
            kept = self.chosen.value
            self.chosen.options = names
            self.chosen.value = kept if kept in names else _first_with_knots(state)
        name = self.chosen.value
        function = state.draft.criterion(name)[1].value
        has_knots = isinstance(function, Linear | PiecewiseLinear)
        knots = list(function.knots) if has_knots else []
        self._said.value = "" if has_knots else f"{function.kind}: has no knots; edit it in Python"
        self.listing.fill([(name, place) for place in range(len(knots))], self._pair)
        for pair, knot in zip(self.listing.parts.values(), knots, strict=True):
            for box, number in zip(pair.children, knot, strict=True):
                put(box, number)

    def _pair(self, key: tuple[str, int]) -> Widget:
        name, place = key
        x = widgets.FloatText(description=f"{place + 1} input", layout={"width": "190px"})
        value = widgets.FloatText(description="value", layout={"width": "190px"})
        move = self._session.move_knot
        on_change(x, self._do, lambda number: move(name, place, x=number))
        on_change(value, self._do, lambda number: move(name, place, value=number))
        return widgets.HBox([x, value])


def _first_with_knots(state: State) -> str:
    criteria = state.scorecard.criteria
    lines = [c.name for c in criteria if isinstance(c.value, Linear | PiecewiseLinear)]
    return (lines or [criteria[0].name])[0]


def _depths(root: GroupParts) -> dict[str, int]:
    """Return all members below a group, each with how many groups lie between."""
    return {member.name: len(place) // 2 - 1 for place, member, _ in placed_members(root)}
