import re

from scoring_kit.drafting import draft_scorecard

TABLE = {
    "<b>": [1, 2, 3, 4, 5, 6, 7, 8],
    "yes": ["no", "yes", "on", "1e5", "null", "no", "yes", "no"],
    "flat": [1] * 8,
    "\U0001f600": [True, False] * 4,
}


def lines_of(table, **options):
    return draft_scorecard(table, **options).text.splitlines()


def test_the_first_line_tells_editors_where_the_schema_is():
    assert lines_of(TABLE)[0] == "# yaml-language-server: $schema=scoring-kit.schema.json"


def test_comments_say_what_was_left_out_and_why():
    assert "# - 'flat': one value in all rows: 1." in lines_of(TABLE)


def test_no_comment_is_wider_than_a_page():
    assert max(len(line) for line in lines_of(TABLE) if line.lstrip().startswith("#")) <= 96


def test_category_keys_that_yaml_reads_otherwise_are_quoted():
    text = "\n".join(lines_of(TABLE))
    for key in ("'no'", "'yes'", "'on'", "'1e5'", "'null'"):
        assert re.search(rf"[\s{{]{key}: \d", text), key


def test_every_tier_says_how_many_rows_it_has():
    found = [re.search(r"# (\d) of 8 rows$", line) for line in lines_of(TABLE)]
    assert sum(int(match[1]) for match in found if match) == 8


def test_only_so_many_left_out_columns_are_listed():
    wide = {"x": [1, 2, 3]} | {f"flat_{i}": [0, 0, 0] for i in range(60)}
    lines = lines_of(wide)
    assert sum(line.startswith("# - 'flat_") for line in lines) == 40
    assert "# - and 20 more columns." in lines


def test_the_head_says_what_a_high_score_means():
    text = draft_scorecard({"x": [1, 2, 3, 4], "churned": [0, 0, 1, 1]}, outcome="churned").text
    assert "# - A high score means more of 'churned' where that goes with a column;" in text
