import pytest

from scoring_kit.registry.words import DONE, deed, why_retired
from scoring_kit.registry.workflow import MOVES
from tests.registry.pages import Story
from tests.registry.registries import small


@pytest.fixture
def links():
    story = Story("small")
    story.add(small(), "ann", "first")
    story.add(small(0.5), "ann", "second")
    told = {}
    for action in ("propose", "approve", "reject", "promote", "retire"):
        told[action] = story.done(action, 2, "ann", "so")
    return {**told, "add": story.links[0], "rollback": story.done("rollback", 1, "bob", "so")}


def test_there_is_a_word_for_every_move():
    assert DONE.keys() == {*MOVES, "add", "retire"}


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("add", "added version 1"),
        ("propose", "proposed version 2 for production"),
        ("reject", "rejected version 2 for production"),
        ("promote", "promoted version 2 in production"),
        ("rollback", "rolled back to version 1 in production"),
    ],
)
def test_a_deed_goes_on_after_a_name(links, action, told):
    assert deed(links[action]) == told


def test_a_retired_version_made_room_for_another(links):
    assert why_retired(links["retire"], [links["rollback"]]) == "taken back for version 1"
    assert why_retired(links["retire"], [links["promote"]]) == "retired for version 2"
    assert why_retired(links["retire"], []) == "retired"
