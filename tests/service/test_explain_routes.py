import pytest

import scoring_kit as sk
from tests.service.served import ROW, WIDE, codes

PATH = "/v1/scorecards/wide/"


@pytest.fixture
def asked(served, registered):
    """Return the answer to a question about a row."""

    def ask(what, **body):
        return served.ask("POST", PATH + what, json=body, key=registered.read)

    return ask


ROWS = {
    "scored": ROW,
    "partly missing": {**ROW, "age": None},
    "knocked out": {**ROW, "age": 17},
    "all missing": dict.fromkeys(ROW),
    "clipped": {**ROW, "age": -5.5, "region": "é"},
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_an_explanation_is_that_of_the_row_in_a_table(asked, row):
    import pandas

    frame = pandas.DataFrame({name: [value] for name, value in row.items()})
    types = {"age": "float64", "region": "str", "member": "boolean", "since": "datetime64[s]"}
    wanted = sk.score(WIDE, frame.astype(types)).explain(row=0).to_dict()
    found = asked("explain", row=row).json()["explanation"]
    assert found.pop("key") == {}
    dates = {part["name"]: part for part in wanted["inputs"]}
    dates["since"]["value"] = row["since"]  # the table has it as a moment
    del wanted["key"]
    assert found == wanted


def test_the_lines_of_an_explanation_add_up_to_the_score(asked):
    told = asked("explain", row=ROW).json()["explanation"]
    assert sum(line["amount"] for line in told["lines"]) == pytest.approx(told["score"], abs=1e-9)


def test_another_input_gives_another_score(asked):
    told = asked("what-if", row=ROW, changes={"member": False, "region": "south"}).json()
    assert told["before"]["score"] == asked("explain", row=ROW).json()["explanation"]["score"]
    assert told["delta"] == told["after"]["score"] - told["before"]["score"] < 0


def test_there_is_no_difference_where_there_is_no_score(asked):
    told = asked("what-if", row=ROW, changes={"age": 17}).json()
    assert (told["after"]["status"], told["delta"]) == ("knocked_out", None)


WRONG = {
    "no changes": ({}, {"/changes": "form"}),
    "no object": ({"changes": [1]}, {"/changes": "form"}),
    "an unknown column": ({"changes": {"agee": 3}}, {"/changes/agee": "unknown_name"}),
    "another type": ({"changes": {"age": "3"}}, {"/changes/age": "wrong_type"}),
}


@pytest.mark.parametrize(("more", "faults"), WRONG.values(), ids=WRONG)
def test_changes_that_do_not_fit_are_refused(asked, more, faults):
    answer = asked("what-if", row=ROW, **more)
    assert (answer.status_code, codes(answer)) == (422, faults)


def test_many_rows_are_not_explained(asked):
    assert codes(asked("explain", rows=[ROW])) == {"/rows": "unknown_name", "": "form"}
