"""What rows are called."""

import pytest

import scoring_kit as sk
from scoring_kit.playground.board import Board
from scoring_kit.playground.errors import EditError
from scoring_kit.playground.keys import MOST_FOUND, Keys
from tests.cards import card, criterion
from tests.playground.states import ODD

DATA = {"x": [1, 2, 3, 4], ODD: ["ä", ODD, ODD, None], "year": [2020, 2020, 2021, 2021]}


def keys_of(key, data=DATA):
    board = Board(card(criterion("x")), data, also=[name for name in data if name != "x"])
    return Keys(board, key)


def test_rows_are_called_by_their_key_in_the_order_that_is_asked():
    assert keys_of("year").of([3, 0, 3]) == ["2021", "2020", "2021"]
    assert keys_of([ODD, "year"]).of([1, 3]) == [f"{ODD} · 2020", "– · 2021"]
    assert keys_of("year").of([]) == []


def test_rows_without_a_key_are_called_by_their_number():
    keys = keys_of(None)
    assert keys.of([0, 3]) == ["1", "4"]
    assert (keys.find("4"), keys.row_of(4), keys.row_of("4")) == ((3,), 3, 3)


@pytest.mark.parametrize("column", ["year", None])
def test_a_row_that_is_not_there_is_called_nothing(column):
    with pytest.raises(EditError, match="there is no row 4; rows count from 0 to 3"):
        keys_of(column).of([0, 4])


def test_a_search_finds_rows_by_a_part_of_the_shown_key():
    keys = keys_of([ODD, "year"])
    assert keys.find("IMG SRC") == keys.find('"b"') == (1, 2)
    assert keys.find("Ä · 2020") == (0,)
    assert keys.find("%") == ()


def test_a_search_stops_where_no_screen_shows_more():
    data = {"x": range(MOST_FOUND + 5)}
    data = {"x": list(data["x"]), "id": list(data["x"])}
    assert keys_of("id", data).find("")[-1] == keys_of(None, data).find("")[-1] == MOST_FOUND - 1


def test_a_row_is_found_by_values_or_by_what_it_is_called():
    keys = keys_of([ODD, "year"])
    for key in ((ODD, 2021), [ODD, 2021], {"year": 2021, ODD: ODD}, f"{ODD} · 2021"):
        assert keys.row_of(key) == 2


REFUSED = {
    "no such key": ("year", 1999, "no row has the key 1999; a key is year"),
    "a key of several rows": ("year", 2020, "several rows have the key 2020; use a key that names"),
    "too many values": ("year", (2020, 1), "no row has the key"),
    "another column": ("year", {"x": 1}, "no row has the key"),
    "no such number": (None, 5, "no row has the key 5; a key is a number from 1 to 4"),
    "not a number": (None, True, "no row has the key True; a key is a number from 1 to 4"),
}


@pytest.mark.parametrize(("column", "key", "message"), REFUSED.values(), ids=REFUSED)
def test_a_key_that_names_no_single_row_is_refused(column, key, message):
    with pytest.raises(EditError, match=message):
        keys_of(column).row_of(key)


def test_a_column_that_was_not_read_is_refused():
    with pytest.raises(EditError, match=r"no column 'yaer'; did you mean 'year'\?; read it with"):
        keys_of("yaer")


def test_keys_of_the_example_are_those_of_its_table():
    example = sk.example("book_club")
    keys = Keys(Board(example.scorecard, example.data, also=["customer_id"]), "customer_id")
    numbers = sk.score(example.scorecard, example.data).to_pandas()["customer_id"].tolist()
    assert keys.of(range(len(numbers))) == [str(number) for number in numbers]
    assert keys.find("77") == tuple(i for i, number in enumerate(numbers) if "77" in str(number))
