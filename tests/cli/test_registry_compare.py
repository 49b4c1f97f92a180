import json

import pytest


@pytest.fixture
def compare(versions, folder):
    def run_command(*arguments):
        return versions("compare", "club", *arguments)

    return run_command


def test_changes_are_a_line_each(compare):
    found = compare(1, 2)
    assert (found.code, found.out) == (0, "age: linear from [18, 68] -> [18, 78]\n")
    assert compare(2, 1).out == "age: linear from [18, 78] -> [18, 68]\n"


def test_with_a_table_the_impact_follows(compare, folder):
    # 50 and 100 become 41.7 and 83.3; their mean is 75, then 62.5
    found = compare(1, 2, "--data", folder / "people.csv", "--key", "id")
    assert (found.code, found.err) == (0, "")
    assert "The mean score goes from 75.00 to 62.50" in found.out


def test_it_comes_as_json(compare, folder):
    assert json.loads(compare(1, 2, "--json").out)["impact"] is None
    found = json.loads(compare(1, 2, "--data", folder / "people.csv", "--json").out)
    assert [change["place"] for change in found["changes"]] != []
    assert found["impact"]["rows"] == 2


def test_options_of_the_comparison_need_a_table(compare):
    found = compare(1, 2, "--segment", "region")
    assert (found.code, "name them with --data" in " ".join(found.err.split())) == (2, True)


def test_what_is_not_there_is_named(compare):
    found = compare(1, 9)
    assert (found.code, "'club' has no version 9; it has 2 versions" in found.err) == (1, True)
