import polars
import pyarrow
import pytest

import scoring_kit as sk
from tests.scored import CARD

# x is missing in both rows and y in the second; only y of the first counts, half of the weight
NOTHING = {"id": [1, 2], "x": [None, None], "y": [3.0, None], "unread": [None, None]}
UNTYPED = [
    polars.DataFrame(NOTHING),
    polars.DataFrame(NOTHING).lazy(),
    pyarrow.table(NOTHING),
    pyarrow.table(NOTHING).to_reader(),
]
FORMS = ["polars", "lazy polars", "arrow", "arrow reader"]


@pytest.mark.parametrize("data", UNTYPED, ids=FORMS)
def test_a_column_that_holds_nothing_is_missing_in_every_row(data):
    found = sk.score(CARD, data, key=["id", "unread"], detail="full").to_pandas()
    assert found["state_x"].tolist() == ["missing", "missing"]
    assert found["unread"].isna().all()


def test_a_frame_whose_columns_have_types_stays_as_it_is():
    table = pyarrow.table({"x": [1.0]})
    assert sk.score(CARD, table.append_column("y", [[2.0]]), key=[]).to_pandas().shape[0] == 1
