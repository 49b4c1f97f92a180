import pytest

from scoring_kit.errors import ScorecardError
from scoring_kit.scorecard import parse_scorecard, read_scorecard, write_scorecard
from scoring_kit.scorecard.files import friendly, to_json
from tests.scorecard.written import SMALL

CARD = parse_scorecard(SMALL)
WRITTEN = """\
# by hand
schema: scoring-kit/1
name: card   # short
score: {aggregate: mean, of: [{criterion: age, weight: 1.00, missing: 0}]}
"""


def test_the_ending_tells_the_format(tmp_path):
    for name in ("card.json", "card.yaml", "card.yml", "card"):
        write_scorecard(CARD, tmp_path / name)
        assert read_scorecard(tmp_path / name) == CARD
    assert (tmp_path / "card.json").read_text() == to_json(CARD)


def test_a_file_that_holds_the_card_is_not_touched(tmp_path):
    path = tmp_path / "card.yaml"
    path.write_text(WRITTEN)
    write_scorecard(CARD, path)
    assert path.read_text() == WRITTEN


def test_a_changed_card_keeps_comments(tmp_path):
    path = tmp_path / "card.yaml"
    path.write_text(WRITTEN)
    write_scorecard(CARD.model_copy(update={"name": "other"}), path)
    assert path.read_text() == WRITTEN.replace("name: card", "name: other")


def test_a_file_that_is_no_scorecard_is_not_overwritten(tmp_path):
    path = tmp_path / "card.yaml"
    path.write_text("schema: [")
    with pytest.raises(ScorecardError, match=r"card\.yaml has 1 problem"):
        write_scorecard(CARD, path)
    assert path.read_text() == "schema: ["


def test_an_error_names_the_file_and_the_line(tmp_path):
    path = tmp_path / "card.yaml"
    path.write_text(WRITTEN.replace("mean", "maen"))
    with pytest.raises(ScorecardError, match=r"card\.yaml has 1 problem:\n- line 4, score\.aggreg"):
        read_scorecard(path)


def test_plain_branches_and_codes_are_written_as_mappings():
    branches = [{"in": ["art"], "value": 1.0}, {"in": [3.0], "value": 2.0}]
    assert friendly({"categories": branches}) == {"categories": {"art": 1.0, 3.0: 2.0}}
    kept = [{"in": ["art", "design"], "value": 1.0}]
    assert friendly({"categories": kept}) == {"categories": kept}
    codes = [{"code": -99.0, "label": "no_file"}]
    assert friendly({"special": codes}) == {"special": {-99.0: "no_file"}}


def test_a_default_that_somebody_wrote_out_is_kept_until_it_changes(tmp_path):
    path = tmp_path / "card.yaml"
    path.write_text(WRITTEN)
    data = {**SMALL, "score": {"aggregate": "max", "of": [*SMALL["score"]["of"]]}}
    write_scorecard(parse_scorecard(data), path)
    assert path.read_text() == WRITTEN.replace("aggregate: mean", "aggregate: max")
    data["score"]["of"] = [{"criterion": "age", "missing": 0, "weight": 2}]
    write_scorecard(parse_scorecard(data), path)
    assert "weight: 2" in path.read_text()
