import asyncio
import os

import pyarrow.parquet as pq
import pytest

import scoring_kit as sk
from scoring_kit.service.problems import ServiceError
from scoring_kit.service.settings import Settings
from scoring_kit.service.tables import Tables
from tests.service.tabled import HOSTILE, table_of, written


def replaced(path, columns):
    """Put another file in the place of one, as whoever publishes data does."""
    pq.write_table(table_of(columns), f"{path}.new")
    os.replace(f"{path}.new", path)


def of(tables, name="people"):
    return asyncio.run(tables.of(name))


def test_a_table_is_opened_once_until_its_file_changes(tmp_path):
    path, told = written(tmp_path)
    tables = Tables(Settings(**told))
    first = of(tables)
    assert of(tables) is first
    replaced(path, HOSTILE)
    second = of(tables)
    assert second.version != first.version
    assert (first.is_current(), second.is_current()) == (False, True)
    with pytest.raises(ServiceError, match="503 table_changed"):
        first.check_current()


def test_many_who_ask_at_once_wait_for_one_opening(tmp_path):
    tables = Tables(Settings(**written(tmp_path)[1]))

    async def run():
        return await asyncio.gather(*(tables.of("people") for _ in range(8)))

    assert len({id(table) for table in asyncio.run(run())}) == 1


def test_the_version_of_the_data_may_be_its_fingerprint(tmp_path):
    path, told = written(tmp_path)
    told["tables"]["people"]["fingerprint"] = True
    tables = Tables(Settings(**told))
    first = of(tables)
    assert first.version == sk.fingerprint(str(path)).text
    replaced(path, {name: values[::-1] for name, values in HOSTILE.items()})
    second = of(tables)
    assert (second.version, second is first) == (first.version, False)  # the same rows


def test_a_name_that_is_not_registered_is_refused(tmp_path):
    tables = Tables(Settings(**written(tmp_path)[1]))
    for name in ("other", str(tmp_path / "people.parquet"), ""):
        with pytest.raises(ServiceError, match="404 no_table"):
            of(tables, name)


def test_a_file_that_cannot_be_read_is_told_without_its_path(tmp_path):
    path, told = written(tmp_path)
    path.write_bytes(b"no parquet")
    tables = Tables(Settings(**told))
    with pytest.raises(ServiceError, match="503 table") as refusal:
        of(tables)
    assert str(tmp_path) not in str(refusal.value)
    replaced(path, HOSTILE)
    assert of(tables).is_current()


def test_a_key_that_the_table_lacks_is_found_when_it_is_opened(tmp_path):
    told = written(tmp_path)[1]
    told["tables"]["people"]["key"] = "number"
    with pytest.raises(ServiceError, match="503 table"):
        of(Tables(Settings(**told)))
