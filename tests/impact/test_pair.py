"""Two versions compiled for one table."""

import pytest

import scoring_kit as sk
from scoring_kit.errors import CompileError, DataError
from scoring_kit.impact.pair import line_kind, one_sided, version_of
from tests.cards import card, criterion
from tests.impact.figures import LIVE

DATA = {"a": [1.0], "b": [2.0]}
LIMIT = {"limit": {"type": "number"}}


def limited(**fields):
    return card(criterion("a", missing="fail"), aggregate="sum", **fields)


KNOCKED = limited(parameters=LIMIT, knock_outs=[{"name": "low", "when": "a < $limit"}])


def test_each_version_gets_the_parameters_that_it_declares():
    found = sk.compare(LIVE, KNOCKED, DATA, parameters={"limit": 5})
    assert found.figures()["scored"]["candidate"] == 0


def test_parameters_of_neither_are_refused():
    with pytest.raises(CompileError, match=r"no version declares the parameter 'limt'; did you"):
        sk.compare(LIVE, KNOCKED, DATA, parameters={"limit": 5, "limt": 5})
    with pytest.raises(CompileError, match=r"parameter 'limit' \(number\) is needed"):
        sk.compare(LIVE, KNOCKED, DATA)


def test_columns_that_one_version_lacks_are_named():
    with pytest.raises(DataError, match="no column 'c'"):
        sk.compare(LIVE, card(criterion("c"), aggregate="sum"), DATA)


def test_parts_of_one_version_are_listed_by_kind():
    parts = [(part["kind"], part["name"], part["version"]) for part in one_sided(LIVE, KNOCKED)]
    assert parts == [
        ("knock-out", "low", "candidate"),
        ("tier", "A", "live"),
        ("tier", "B", "live"),
    ]


def test_lines_are_told_by_what_they_stand_for():
    adjusted = limited(adjustments=[{"name": "more", "add": 1}])
    kinds = [line_kind([adjusted], name) for name in ("a", "more", "rounding", "scaling", "g_then")]
    assert kinds == ["criterion", "adjustment", "rounding", "scaling", "group"]
    assert [version_of(name, "ab", "bc") for name in "abc"] == ["live", "both", "candidate"]
