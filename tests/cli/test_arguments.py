import pytest
import typer

from scoring_kit.cli.arguments import read_parameters
from scoring_kit.scorecard import parse_scorecard

CARD = parse_scorecard(
    {
        "schema": "scoring-kit/1",
        "name": "small",
        "parameters": {
            "limit": {"type": "number"},
            "name": {"type": "text"},
            "strict": {"type": "boolean"},
            "as_of": {"type": "date"},
        },
        "score": {"aggregate": "sum", "of": [{"criterion": "age", "missing": 0}]},
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("limit=2.5", {"limit": 2.5}),
        ("limit=-1e3", {"limit": -1000.0}),
        ("name=a=b", {"name": "a=b"}),
        ("name=", {"name": ""}),
        ("strict=TRUE", {"strict": True}),
        ("strict=false", {"strict": False}),
        ("as_of=2024-02-29", {"as_of": "2024-02-29"}),
    ],
)
def test_a_value_is_read_by_its_declared_type(text, expected):
    assert read_parameters(CARD, [text]) == expected


def test_several_parameters_are_read_together():
    assert read_parameters(CARD, ["limit=1", "name=x"]) == {"limit": 1.0, "name": "x"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("limit", "not written NAME=VALUE"),
        ("limits=5", r"no parameter 'limits' is declared.*did you mean 'limit'"),
        ("limit=five", "limit is a number, found 'five'"),
        ("strict=yes", "strict is a boolean, found 'yes'"),
    ],
)
def test_what_cannot_be_read_is_bad_usage(text, message):
    with pytest.raises(typer.BadParameter, match=message):
        read_parameters(CARD, [text])
