"""Rebalancing: what the other weights of a group do when one of them changes.

A JavaScript twin does the same while a weight is dragged. So every sum is taken from left to
right (Python's own `sum` compensates from 3.12 on), and both are held to the same cases.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from scoring_kit.errors import nearest
from scoring_kit.playground.errors import EditError, finite
from scoring_kit.scorecard.changes_data import number
from scoring_kit.summing import plain_sum

Rebalancing = Literal["proportional", "equal", "none"]
"""How the others follow: scaled, sharing the difference equally, or not at all."""

REBALANCINGS: tuple[Rebalancing, ...] = get_args(Rebalancing)


def rebalanced(
    weights: Mapping[str, float],
    name: str,
    weight: float,
    *,
    locked: Collection[str] = (),
    rebalancing: Rebalancing = "proportional",
) -> dict[str, float]:
    """Return the weights of a group after one of them was changed.

    Parameters
    ----------
    weights
        Weights of the members of one group by name, finite, ≥ 0, in document order.
    name
        The member whose weight changes; it gets exactly `weight`.
    weight
        Its new weight, finite, ≥ 0.
    locked
        Members whose weight stays; names from elsewhere do no harm.
    rebalancing
        ``proportional``: the other unlocked weights are scaled, so that the sum stays.
        ``equal``: they share the difference equally; one that reaches 0 stays there, and the
        others take over what it could not give. ``none``: they stay, and the sum changes.

    Returns
    -------
    dict
        All weights in the same order, finite, ≥ 0. Under ``proportional`` and ``equal`` their
        sum stays, within 1e-12 of itself: weights that follow have 15 digits, so that a document
        says 0.36 and not 0.36000000000000004.

    Raises
    ------
    EditError
        With the code ``all_locked`` or ``only_member`` where nobody can give or take,
        ``zero_sum`` where the others are all 0 and cannot be scaled, ``weight_too_large`` where
        they have too little to give, ``locked`` where the weight itself is locked.

    Examples
    --------
    >>> rebalanced({"recency": 0.5, "orders": 0.3, "spend": 0.2}, "recency", 0.4)
    {'recency': 0.4, 'orders': 0.36, 'spend': 0.24}
    """
    group = _Group.checked(weights, name, locked, rebalancing)
    weight = checked_weight(weight, name)
    if name in locked:
        raise EditError("locked", name, f"the weight of {name!r} is locked; unlock it first")
    if weight == group.present:
        return group.weights
    if rebalancing == "none":
        return {**group.weights, name: weight}
    group.check_others(weight, rebalancing)
    moved = _SHARING[rebalancing](group.others, weight - group.present)
    tidy = {key: _tidy(value, group.whole) for key, value in moved.items()}
    return {**group.weights, **tidy, name: weight}


def room(
    weights: Mapping[str, float],
    name: str,
    *,
    locked: Collection[str] = (),
    rebalancing: Rebalancing = "proportional",
) -> tuple[float, float]:
    """Return the lowest and highest weight that a member can be given.

    Both are its present weight where it cannot move; the highest is infinite without
    rebalancing. The arguments are those of `rebalanced`.

    Examples
    --------
    >>> room({"recency": 0.5, "orders": 0.3, "spend": 0.2}, "recency", locked=["spend"])
    (0.0, 0.8)
    """
    group = _Group.checked(weights, name, locked, rebalancing)
    if name in locked:
        return group.present, group.present
    if rebalancing == "none":
        return 0.0, math.inf
    if not group.others or (rebalancing == "proportional" and group.available == 0.0):
        return group.present, group.present
    return 0.0, group.highest


def checked_weight(weight: object, name: str) -> float:
    """Return a weight as a finite double ≥ 0; refuse anything else."""
    double = finite(weight, name, "a weight")
    if double < 0.0:
        message = f"a weight is at or above 0, found {number(double)}; direction lies in `value`"
        raise EditError("out_of_range", name, message)
    return double


@dataclass(frozen=True, slots=True)
class _Group:
    """The weights of a group, one of which changes. others: those that may follow."""

    weights: dict[str, float]
    name: str
    others: dict[str, float]

    @classmethod
    def checked(
        cls, weights: Mapping[str, float], name: str, locked: Collection[str], rebalancing: str
    ) -> _Group:
        """Return the weights as doubles; refuse names and words that there are not."""
        known = {key: checked_weight(value, key) for key, value in weights.items()}
        if name not in known:
            message = f"there is no weight of {name!r}; there are {', '.join(known) or 'none'}"
            raise EditError("unknown_name", name, f"{message}{nearest(name, known)}")
        if rebalancing not in REBALANCINGS:
            message = f"no rebalancing {rebalancing!r}; allowed: {', '.join(REBALANCINGS)}"
            hint = nearest(str(rebalancing), REBALANCINGS)
            raise EditError("not_allowed", name, f"{message}{hint}")
        others = {k: value for k, value in known.items() if k != name and k not in locked}
        return cls(known, name, others)

    @property
    def present(self) -> float:
        """The weight before the change."""
        return self.weights[self.name]

    @property
    def available(self) -> float:
        """What the others can give."""
        return plain_sum(self.others.values())

    @property
    def whole(self) -> float:
        """The sum of all weights."""
        return plain_sum(self.weights.values())

    @property
    def highest(self) -> float:
        """The weight at which the others have nothing left; 1 where their sum is off by a bit."""
        highest = self.present + self.available
        return max(highest, _tidy(highest, self.whole))

    def check_others(self, weight: float, rebalancing: str) -> None:
        """Raise where the other weights cannot give or take the difference."""
        stays = "or set rebalancing to 'none'"
        if len(self.weights) == 1:
            message = f"{self.name!r} stands alone in its group, so no other weight can follow; "
            message += "set rebalancing to 'none' to change it all the same"
            raise EditError("only_member", self.name, message)
        if not self.others:
            message = f"all weights beside {self.name!r} are locked, so none of them can follow; "
            raise EditError("all_locked", self.name, f"{message}unlock one, {stays}")
        if not math.isfinite(self.whole + weight):
            message = "these weights are too large to be added; divide all by the same number"
            raise EditError("not_finite", self.name, message)
        if self.available == 0.0 and rebalancing == "proportional":
            message = f"the unlocked weights beside {self.name!r} are all 0, and 0 cannot be scaled"
            message += "; give one of them a weight, or set rebalancing to 'equal' or 'none'"
            raise EditError("zero_sum", self.name, message)
        if weight > self.highest:
            message = f"found {number(weight)}, but {self.name!r} can have at most "
            message += f"{number(self.highest)}, as the unlocked weights beside it hold "
            message += f"{number(self.available)}; unlock another one, {stays}"
            raise EditError("weight_too_large", self.name, message)


def _tidy(weight: float, whole: float) -> float:
    """Return the weight without the noise of the last bits: 0.05 for 0.0500000000000001.

    It gets 15 digits, counted from the first one of the whole where that moves it by no more
    than a millionth of a millionth, else from its own first one.
    """
    short = float(f"{weight:.{_decimals(whole)}f}")
    if abs(short - weight) > 1e-12 * weight:
        short = float(f"{weight:.15g}")
    return short if math.isfinite(short) else weight


def _decimals(whole: float) -> int:
    """Return how many decimals 15 digits of a number have."""
    decimals = 15
    while whole > 1.0 and decimals > 0:
        whole, decimals = whole / 10.0, decimals - 1
    while 0.0 < whole <= 0.1 and decimals < 100:
        whole, decimals = whole * 10.0, decimals + 1
    return decimals


def _scaled(weights: Mapping[str, float], difference: float) -> dict[str, float]:
    """Return weights in the same proportions that together give the difference, or take it."""
    whole = plain_sum(weights.values())
    rest = max(whole - difference, 0.0)
    return {key: value / whole * rest for key, value in weights.items()}


def _shared_out(weights: Mapping[str, float], difference: float) -> dict[str, float]:
    """Return weights of which each gives, or takes, the same part of the difference."""
    shared = dict(weights)
    if difference < 0.0:
        share = -difference / len(shared)
        return {key: value + share for key, value in shared.items()}
    giving, wanted = list(shared), difference
    while giving and wanted > 0.0:
        share = wanted / len(giving)
        emptied = [key for key in giving if shared[key] <= share]
        if not emptied:
            shared.update({key: shared[key] - share for key in giving})
            break
        for key in emptied:
            wanted -= shared[key]
            shared[key] = 0.0
        giving = [key for key in giving if key not in emptied]
    return shared


_SHARING = {"proportional": _scaled, "equal": _shared_out}
