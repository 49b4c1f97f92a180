import jsonschema
from hypothesis import event, given, settings

import scoring_kit as sk
from scoring_kit.errors import DataError
from scoring_kit.scorecard import read_scorecard_text
from tests.drafting.hostile_tables import tables

SCHEMA = jsonschema.Draft202012Validator(sk.json_schema())


def drafted(table, **options):
    """Return the draft of a table; nothing where no column tells its rows apart."""
    try:
        return sk.draft_scorecard(table, **options)
    except DataError as error:
        if [problem.code for problem in error.problems] != ["nothing_to_score"]:
            raise
        return None


@given(tables())
@settings(max_examples=50)
def test_any_table_gives_a_draft_that_is_valid_and_scores(table):
    draft = drafted(table)
    event(f"drafted: {draft is not None}")
    if draft is None:
        return
    assert read_scorecard_text(draft.text) == draft.scorecard
    assert not sk.check_scorecard(draft.scorecard, table).has_errors
    scores = sk.score(draft.scorecard, table, detail="full").to_pandas()
    assert len(scores) == len(next(iter(table.values())))
    assert scores["score"].dropna().between(0, 100).all()


@given(tables())
@settings(max_examples=25)
def test_any_column_can_be_asked_for(table):
    draft = drafted(table, columns=list(table))
    if draft is not None:
        assert not sk.check_scorecard(draft.scorecard, table).has_errors
        assert draft.text == sk.draft_scorecard(table, columns=list(table)).text
