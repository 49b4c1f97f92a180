import pytest

import scoring_kit as sk
from scoring_kit.examples import FILES

# Rows and tiers as the publishers have them: the card of the index has none.
ROWS = {"book_club": 4000, "hfi": 810, "cvss": 2592, "german_credit": 1000}


@pytest.mark.parametrize("name", FILES)
def test_an_example_unpacks_into_a_scorecard_and_a_table_that_it_scores(name):
    card, data = sk.example(name)
    assert isinstance(card, sk.Scorecard)
    assert len(sk.score(card, data, detail="score").to_pandas()) == ROWS[name]


def test_an_example_says_what_it_is_about():
    found = sk.example("hfi")
    assert found.title == "Human Freedom Index, 2012 to 2016"
    assert repr(found) == (
        "Example('Human Freedom Index, 2012 to 2016', data='human_freedom.parquet')"
    )


def test_an_example_cannot_be_changed():
    with pytest.raises(AttributeError, match="can't set attribute"):
        sk.example("cvss").data = None


def test_an_unknown_name_lists_the_examples_and_names_the_nearest():
    with pytest.raises(ValueError, match=r"no example 'hfl'; .*german_credit; did you .*'hfi'\?"):
        sk.example("hfl")


def test_the_documentation_names_every_example():
    assert [name for name in FILES if f"``{name}``" not in sk.example.__doc__] == []
