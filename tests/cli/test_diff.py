import json

import pytest


@pytest.fixture
def changed(folder):
    """Return a folder with two scorecards, the second with another value."""
    text = (folder / "card.yaml").read_text()
    (folder / "new.yaml").write_text(text.replace("[18, 68]", "[18, 78]"))
    (folder / "same.yaml").write_text("# a comment\n" + text)
    return folder


def test_the_same_meaning_ends_with_0(run, changed):
    found = run("diff", changed / "card.yaml", changed / "same.yaml")
    assert (found.code, found.out, found.err) == (0, "no changes\n", "")


def test_changes_end_with_1_and_a_line_each(run, changed):
    found = run("diff", changed / "card.yaml", changed / "new.yaml")
    assert (found.code, found.err) == (1, "")
    assert [line for line in found.out.splitlines() if "age" in line and "78" in line]


def test_changes_come_as_json(run, changed):
    found = run("diff", "--json", changed / "card.yaml", changed / "new.yaml")
    [change] = json.loads(found.out)
    assert found.code == 1
    assert set(change) == {"place", "kind", "before", "after", "text"}


def test_no_changes_are_an_empty_list_of_json(run, changed):
    assert json.loads(run("diff", changed / "card.yaml", changed / "same.yaml", "--json").out) == []


def test_an_invalid_scorecard_is_refused(run, changed):
    (changed / "new.yaml").write_text("name: x")
    found = run("diff", changed / "card.yaml", changed / "new.yaml")
    assert (found.code, found.out, "new.yaml has" in found.err) == (1, "", True)


TABLE = "id,age,region\na,43,north\nb,68,south\nc,18,north\n"


@pytest.fixture
def compared(run, changed):
    """Return a function that runs diff on a table of three rows."""
    text = (changed / "card.yaml").read_text() + "tiers: {A: 90, B: 45}\n"
    (changed / "card.yaml").write_text(text)
    (changed / "new.yaml").write_text(text.replace("[18, 68]", "[18, 78]"))
    (changed / "rows.csv").write_text(TABLE)

    def compare(*arguments, new="new.yaml"):
        data = changed / "rows.csv"
        return run("diff", changed / "card.yaml", changed / new, "--data", data, *arguments)

    return compare


def test_with_a_table_the_impact_follows_the_changes(compared):
    # 50, 100 and 0 become 41.7, 83.3 and 0
    found = compared("--segment", "region")
    assert (found.code, found.err) == (1, "")
    lines = [" ".join(line.split()) for line in found.out.splitlines()]
    assert "2 rows change tier: 0 up, 2 down; 1 of them has none any more." in lines
    assert "A 0 1 0" in lines
    assert "north 2 0 1 -4.167 ± 8.167" in lines
    assert lines[0] == "age: linear from [18, 68] -> [18, 78]"


def test_the_impact_comes_as_json_beside_the_changes(compared):
    found = json.loads(compared("--json", "--top", "1", "-s", "region").out)
    assert set(found) == {"changes", "impact"}
    assert found["impact"]["crossed"] == {"up": 0, "down": 2, "gained": 0, "lost": 1}
    assert found["impact"]["top"]["n"] == 1


def test_no_change_ends_with_0_and_says_so(compared):
    found = compared(new="card.yaml")
    assert found.code == 0
    assert "Nothing changes: all 3 rows keep their score, rank, tier and status." in found.out


def test_options_of_the_comparison_need_a_table(run, changed):
    found = run("diff", changed / "card.yaml", changed / "new.yaml", "--segment", "region")
    assert (found.code, "name them with --data" in " ".join(found.err.split())) == (2, True)


def test_repeated_keys_and_unknown_parameters_are_refused(compared, changed):
    assert "no parameter 'x' is declared" in " ".join(compared("-p", "x=1").err.split())
    (changed / "rows.csv").write_text(TABLE + "a,1,north\n")
    found = compared()
    assert (found.code, "1 key stands in several rows, such as a" in found.err) == (1, True)
