"""Two versions row by row, expected by hand."""

import pytest

from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.engines.pair_rows import RESULTS, pair_rows
from scoring_kit.impact.pair import pair_of
from scoring_kit.tables.table import open_table
from tests.cards import card, criterion

LIVE = card(criterion("a", missing="fail"), aggregate="sum", tiers={"A": 2, "B": 1})
CANDIDATE = card(criterion("b", missing="fail"), aggregate="sum", tiers={"A": 3})
DATA = {"a": [1.0, 3.0, 3.0, None], "b": [3.0, 2.0, None, 1.0], "place": [7, 5, 6, 4]}


def rows_of(keys, top=None):
    engine = DuckDBEngine(connect())
    table = open_table(DATA, connection=engine.connection)
    plan = pair_of(LIVE, CANDIDATE, table, {}).plan
    return pair_rows(engine, plan, table, keys, top=top)


@pytest.mark.parametrize(("keys", "names"), [([], [0, 1, 2, 3]), (["place"], [7, 5, 6, 4])])
def test_rows_keep_their_order_and_have_their_key(keys, names):
    result = rows_of(keys)
    frame = result.to_pandas()
    assert list(frame) == [keys[0] if keys else "row", *RESULTS]
    assert frame.iloc[:, 0].tolist() == names


def test_ranks_tiers_and_changes():
    frame = rows_of([]).to_pandas().astype(object)
    found = frame.where(frame.notna(), None).drop(columns=["row", "live_status", "status"])
    assert found.to_numpy().tolist() == [
        [1, 3, 2, 3, 1, 2, "B", "A"],
        [3, 2, -1, 1, 2, -1, "A", None],
        [3, None, None, 1, None, None, "A", None],
        [None, 1, None, None, 3, None, None, None],
    ]


def test_only_rows_that_enter_or_leave_the_top():
    # first under live: 1 and 2; under the candidate: 0
    assert rows_of([], top=1).to_pandas()["row"].tolist() == [0, 1, 2]
