from dataclasses import replace

import pytest

from scoring_kit.playground.errors import EditError
from scoring_kit.playground.history import Entry, History
from scoring_kit.playground.paths import differences, with_values

START = {"a": 1, "b": 1, "list": [1, 2]}


class Document:
    """A document with its history, to be told what happens in one line each."""

    def __init__(self):
        self.whole, self.history = START, History()

    def set(self, author, key, value):
        after = with_values(self.whole, [((key,), value)])
        changed = tuple(differences(self.whole, after))
        self.history = self.history.recorded(Entry(0, f"{key} = {value}", author, changed))
        self.whole = after

    def undo(self, author):
        self.whole, self.history = self.history.undo(self.whole, author)

    def redo(self, author):
        self.whole, self.history = self.history.redo(self.whole, author)

    def jump(self, number, author):
        self.whole, self.history = self.history.jump(self.whole, number, author)


def test_undo_puts_back_the_values_before_and_redo_those_after():
    document = Document()
    document.set("ann", "a", 2)
    document.set("ann", "a", 3)
    document.undo("ann")
    assert document.whole["a"] == 2
    document.undo("ann")
    assert document.whole == START
    document.redo("ann")
    document.redo("ann")
    assert document.whole["a"] == 3


def test_undo_touches_only_ones_own_edits():
    document = Document()
    document.set("ann", "a", 2)
    document.set("bob", "b", 3)
    document.undo("ann")
    assert document.whole == {**START, "b": 3}
    assert [entry.is_undone for entry in document.history] == [True, False]


def test_undo_is_refused_where_another_has_changed_the_same_since():
    document = Document()
    document.set("ann", "a", 2)
    document.set("bob", "a", 3)
    with pytest.raises(EditError, match=r"edit 1 .* undone: 'bob' has changed the same since \(2"):
        document.undo("ann")
    document.undo("bob")
    document.undo("ann")
    assert document.whole == START


def test_undo_is_refused_even_where_another_has_put_the_same_value_back():
    document = Document()
    document.set("ann", "a", 2)
    document.set("bob", "a", 5)
    document.set("bob", "a", 2)
    with pytest.raises(EditError, match="'bob' has changed the same since"):
        document.undo("ann")


def test_a_part_of_what_was_changed_counts_as_the_same():
    document = Document()
    document.set("ann", "list", [1, 2, 3])
    document.set("bob", "list", [1, 2, 4])
    with pytest.raises(EditError, match="'bob' has changed the same since") as refused:
        document.undo("ann")
    assert refused.value.problems[0].place == "list"


def test_redo_is_refused_where_another_has_changed_the_same_since():
    document = Document()
    document.set("ann", "a", 2)
    document.undo("ann")
    document.set("bob", "a", 3)
    with pytest.raises(EditError, match="redone: 'bob' has changed the same since"):
        document.redo("ann")
    document.undo("bob")
    document.redo("ann")
    assert document.whole["a"] == 2


def test_redo_is_refused_until_what_it_built_on_is_there_again():
    document = Document()
    document.set("bob", "a", 2)
    document.set("ann", "a", 3)
    document.undo("ann")
    document.undo("bob")
    with pytest.raises(EditError, match=r"redone: 'bob' has undone the same since \(1: a = 2\)"):
        document.redo("ann")
    document.redo("bob")
    document.redo("ann")
    assert document.whole["a"] == 3


def test_redo_is_refused_where_what_it_built_on_is_gone_for_good():
    document = Document()
    document.set("bob", "a", 2)
    document.set("ann", "a", 3)
    document.undo("ann")
    document.undo("bob")
    document.set("bob", "b", 9)
    with pytest.raises(EditError, match="redone: what it built on is gone; make a new edit"):
        document.redo("ann")


def test_redo_is_refused_where_another_has_changed_a_part_of_it():
    document = Document()
    document.whole = {"list": [1, 2, 3]}
    document.set("ann", "list", [1, 2])
    document.undo("ann")
    document.set("bob", "list", [1, 2, 4])
    with pytest.raises(EditError, match="'bob' has changed the same since"):
        document.redo("ann")


def test_what_was_made_again_counts_from_then_on():
    document = Document()
    document.set("ann", "a", 2)
    document.undo("ann")
    document.set("bob", "a", 3)
    document.undo("bob")
    document.redo("ann")
    with pytest.raises(EditError, match="redone: 'ann' has changed the same since"):
        document.redo("bob")
    document.undo("ann")
    document.redo("bob")
    assert document.whole["a"] == 3


def test_an_effect_is_kept_with_the_edit_that_was_measured():
    document = Document()
    document.set("ann", "a", 2)
    old = document.history.entry(1)
    document.set("ann", "b", 2)
    other = replace(old, differences=document.history.entry(2).differences)
    merged = document.history.merged(other)
    assert merged.measured(old, "late").entry(1).effect is None
    assert merged.measured(other, "right").entry(1).effect == "right"
    assert merged.measured(replace(other, number=9), "gone") == merged


def test_a_new_edit_drops_what_its_author_had_undone_and_no_more():
    document = Document()
    document.set("ann", "a", 2)
    document.set("bob", "b", 2)
    document.undo("ann")
    document.undo("bob")
    document.set("ann", "a", 9)
    assert [(entry.number, entry.author) for entry in document.history] == [(2, "bob"), (3, "ann")]
    with pytest.raises(EditError, match="'ann' has undone nothing"):
        document.redo("ann")
    document.redo("bob")
    assert document.whole["b"] == 2


def test_an_edit_that_goes_on_over_another_is_made_upon_it():
    document = Document()
    document.set("ann", "a", 2)
    document.set("bob", "b", 2)
    longer = replace(
        document.history.entry(1), differences=tuple(differences(START, {**START, "a": 3, "b": 4}))
    )
    document.history = document.history.merged(longer)
    with pytest.raises(EditError, match="undone: 'ann' has changed the same since"):
        document.undo("bob")
    document.undo("ann")
    document.undo("bob")


def test_nothing_to_undo_is_said():
    with pytest.raises(EditError, match=r"'ann' has no edit to undo \[nothing_to_undo\]"):
        Document().undo("ann")


@pytest.mark.parametrize(("number", "value"), [(0, 1), (1, 2), (2, 3), (3, 4)])
def test_a_jump_undoes_or_redoes_up_to_an_entry(number, value):
    document = Document()
    for new in (2, 3, 4):
        document.set("ann", "a", new)
    document.undo("ann")
    document.jump(number, "ann")
    assert document.whole["a"] == value
    document.jump(3, "ann")
    assert document.whole["a"] == 4


def test_a_jump_that_is_refused_half_way_changes_nothing():
    document = Document()
    document.set("ann", "a", 2)
    document.set("ann", "b", 2)
    document.set("bob", "a", 3)
    with pytest.raises(EditError, match="'bob' has changed the same"):
        document.jump(0, "ann")
    assert document.whole == {**START, "a": 3, "b": 2}


def test_a_jump_to_no_entry_is_refused():
    document = Document()
    with pytest.raises(EditError, match="no entry 1; there are none yet"):
        document.jump(1, "ann")
    document.set("ann", "a", 2)
    with pytest.raises(EditError, match="no entry 7; the last is 1"):
        document.jump(7, "ann")


def test_an_entry_has_the_name_that_a_person_gave_it():
    document = Document()
    document.set("ann", "a", 2)
    history = document.history.renamed(1, '  less\n <b>"recency"</b> ')
    assert history.entry(1).name == 'less <b>"recency"</b>'
    assert str(history.entry(1)) == '1 less <b>"recency"</b>: a = 2'
    assert history.renamed(1, None).entry(1).name is None
    with pytest.raises(EditError, match="1 to 200 signs, found 0"):
        history.renamed(1, " ")
    with pytest.raises(EditError, match="found 201"):
        history.renamed(1, "x" * 201)
