import pandas as pd

import scoring_kit as sk
from scoring_kit.cli.comparing import print_impact
from tests.cards import card, criterion


def test_an_impact_is_told_in_words_and_by_segment(capsys):
    # of north 2 and 0 become 4 and 0, of south 3 becomes 6
    rows = {"id": ["a", "b", "c"], "age": [2.0, 0.0, 3.0], "region": ["north", "north", "south"]}
    linear = {"linear": {"from": [0, 1], "to": [0, 2]}, "outside": "extrapolate"}
    live, candidate = card(criterion("age")), card(criterion("age", linear))
    print_impact(sk.compare(live, candidate, pd.DataFrame(rows), key="id", segments="region"))
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "Winners and losers by region" in lines
    assert [line for line in lines if line.startswith("south")] == ["south 1 0 0 +3 -"]
