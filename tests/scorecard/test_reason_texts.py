from scoring_kit.scorecard.reason_texts import reason_codes, reason_text
from tests.compiler.worked import leaf, parsed, root

CARD = parsed(
    {
        "score": root(
            leaf("x", reason="X", title="Not this", range=[0, 1]),
            leaf("y", title="Why?", range=[0, 1], missing={"value": 0, "reason": "M"}),
            leaf("z", range=[0, 1]),
        ),
        "knock_outs": [{"name": "out", "when": "x > 1", "description": "Is out"}],
        "reasons": {"against": "worst", "texts": {"X": "Low x"}},
    }
)


def test_a_code_has_its_text_else_the_title_of_what_gives_it():
    found = [reason_text(CARD, code) for code in ("X", "y", "out", "z", "M")]
    assert found == ["Low x", "Why?", "Is out", None, None]


def test_codes_are_those_that_criteria_can_give():
    assert reason_codes(CARD) == ("X", "y", "M", "z")
    assert reason_codes(CARD.model_copy(update={"reasons": None})) == ()
