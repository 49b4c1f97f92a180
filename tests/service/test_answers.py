import json

import numpy as np

from scoring_kit.service.answers import columns_of, json_answer, rows_of
from scoring_kit.service.scorer import scorer_of
from scoring_kit.service.settings import Settings
from tests.service.served import ROW, WIDE
from tests.service.versions import version_of


def test_what_is_not_known_is_null():
    version = version_of(WIDE, 3)
    answer = json_answer(version, "staging", columns={"score": np.array([1.5, np.nan])})
    told = json.loads(answer.body)
    assert told["columns"] == {"score": [1.5, None]}
    assert (told["version"], told["environment"]) == (3, "staging")
    assert answer.headers["scorecard-version"] == "3"


def test_rows_and_columns_are_the_same_results():
    scorer = scorer_of(version_of(WIDE), {}, Settings())
    read = scorer.reader.rows([ROW, dict.fromkeys(ROW)])
    outputs = scorer.outputs(read.arrays, read.rows)
    columns = columns_of(outputs, scorer.plan)
    assert [row["status"] for row in rows_of(outputs, scorer.plan)] == columns["status"]
    assert columns["status"] == ["scored", "insufficient"]
