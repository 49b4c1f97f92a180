import asyncio

import pytest

from scoring_kit.service.json_bodies import Posted
from scoring_kit.service.key_lookups import KeptResults, look_up, read_keys
from scoring_kit.service.problems import ServiceError
from scoring_kit.service.scorer import scorer_of
from scoring_kit.service.settings import Settings
from scoring_kit.service.tables import Tables
from tests.service.served import WIDE
from tests.service.tabled import HOSTILE, table_of, written
from tests.service.versions import version_of

SCORER = scorer_of(version_of(WIDE), {}, Settings())


@pytest.fixture
def table(tmp_path):
    _, told = written(tmp_path)
    told["tables"]["people"]["key"] = ["id", "region"]
    return asyncio.run(Tables(Settings(**told)).of("people"))


def asked(table, **body):
    ((form, data),) = body.items()
    return read_keys(Posted(form, data, {}, {}), table, Settings(text_limit=5))


def test_a_key_of_several_columns_is_an_object(table):
    key = {"region": "north", "id": 1}
    assert asked(table, key=key) == [{"id": 1, "region": "north"}]
    first, second = look_up(SCORER, table, asked(table, keys=[key, {**key, "id": 2}]))
    assert (first["status"], second) == ("scored", None)


WRONG = {
    "no object": (1, "/keys/0"),
    "a column is missing": ({"id": 1}, "/keys/0"),
    "a column too many": ({"id": 1, "region": "", "age": 1}, "/keys/0"),
    "a list for a number": ({"id": [1], "region": ""}, "/keys/0/id"),
    "too long": ({"id": 1, "region": "a" * 6}, "/keys/0/region"),
}


@pytest.mark.parametrize(("key", "place"), WRONG.values(), ids=WRONG)
def test_a_key_that_does_not_fit_is_told_at_its_place(table, key, place):
    with pytest.raises(ServiceError, match="422 data") as refusal:
        asked(table, keys=[key])
    assert [fault.pointer for fault in refusal.value.faults] == [place]


def test_a_table_that_changed_is_not_looked_into(table, tmp_path):
    written(tmp_path, table_of(HOSTILE))
    with pytest.raises(ServiceError, match="503 table_changed"):
        look_up(SCORER, table, [{"id": 1, "region": "north"}])


def test_results_are_kept_by_value_and_kind_and_the_oldest_goes(table):
    kept = KeptResults(2)
    one, other = {"id": 1}, {"id": 1.0}
    kept.keep(SCORER, table, one, {"score": 1.0})
    assert kept.find(SCORER, table, other) is None
    kept.keep(SCORER, table, other, {"score": 2.0})
    assert kept.find(SCORER, table, one) == {"score": 1.0}
    kept.keep(SCORER, table, {"id": 3}, {"score": 3.0})
    assert (len(kept), kept.find(SCORER, table, other)) == (2, None)


def test_results_are_those_of_one_document_and_its_parameters(table):
    kept, key = KeptResults(9), {"id": 1}
    kept.keep(SCORER, table, key, {"score": 1.0})
    later = scorer_of(version_of(WIDE), {"as_of": "2025-06-01"}, Settings())
    assert kept.find(later, table, key) is None
    assert kept.find(SCORER, table, key) == {"score": 1.0}
