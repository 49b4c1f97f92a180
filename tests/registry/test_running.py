import threading

import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError, EngineError, Problem, RegistryError
from scoring_kit.registry.records import Version
from scoring_kit.registry.running import calculate, check_options, described, requested, told
from scoring_kit.scorecard.canonical import canonical_bytes
from scoring_kit.scorecard.document import hash_of, to_document
from tests.cards import card, criterion
from tests.registry.registries import NOON, small
from tests.registry.watched import TABLE

DATED = card(
    criterion("age"), key=["id"], parameters={"as_of": {"type": "date", "default": "2026-11-26"}}
)


def version(document=DATED):
    facts = (2, hash_of(document), "ann", "first", NOON)
    written = canonical_bytes(to_document(document)).decode()
    return Version(document.name, *facts, document=written)


# ---- what is asked for -------------------------------------------------------------------------


def test_what_is_not_told_is_recorded_as_it_is_taken():
    assert requested(DATED, {}) == {
        "key": ["id"], "parameters": {"as_of": "2026-11-26"}, "detail": "reasons",
        "engine": "duckdb", "types": {}, "table": None, "order": None,
    }  # fmt: skip


def test_what_makes_no_difference_to_the_scores_is_not_recorded():
    told = {"threads": 1, "memory_limit": "1GB", "time_limit": 60, "progress": False}
    assert requested(DATED, told) == requested(DATED, {})


def test_what_was_recorded_asks_for_the_same_again():
    told = {"parameters": {"as_of": "2020-02-29"}, "detail": "full", "order": "key"}
    recorded = requested(DATED, told)
    assert requested(DATED, recorded) == recorded


@pytest.mark.parametrize(
    ("told", "error", "message"),
    [
        ({"key": [], "order": "key"}, ValueError, "order='key' needs a key"),
        ({"types": {"age": "int"}}, ValueError, "the type of 'age' is one of .* found 'int'"),
        ({"engine": "spark"}, ValueError, "engine is one of"),
        ({"parameters": {"as_of": "tomorrow"}}, sk.ScoringError, "parameter 'as_of'"),
        ({"key": "Document_Hash"}, DataError, "has the name of a result"),
    ],
)
def test_what_can_be_seen_to_be_wrong_is_refused(told, error, message):
    with pytest.raises(error, match=message):
        requested(DATED, told)


def test_options_are_those_of_score():
    check_options({"key": None, "detail": "full", "memory_limit": "1GB"})
    with pytest.raises(TypeError, match="score has no option 'keys'; did you mean 'key'"):
        check_options({"keys": "id"})


# ---- what the data are -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "files"),
    [("a.csv", ["a.csv"]), (".", ["a.csv", "b.csv"]), ("*.csv", ["a.csv", "b.csv"]), ("c.csv", [])],
)
def test_a_path_is_described_with_its_files(tmp_path, name, files):
    (tmp_path / "x").mkdir()
    for made in ("a.csv", "b.csv"):
        (tmp_path / made).write_text("id,age\n1,2\n")
    found = described(f"{tmp_path}/x/../{name}")
    path = str(tmp_path) if name == "." else f"{tmp_path}/{name}"
    assert found == {
        "form": "files", "path": path, "files": [str(tmp_path / file) for file in files]
    }  # fmt: skip


def test_what_is_in_memory_is_described_by_its_kind():
    assert described({"id": [1]}) == {"form": "builtins.dict"}
    assert described(version()) == {"form": "scoring_kit.Version"}


# ---- what is calculated ------------------------------------------------------------------------


def test_data_and_scores_get_their_fingerprints_with_blocks_in_the_order_of_the_key():
    found = calculate(version(), {**TABLE, "unread": [1, 2, 3]}, {"detail": "score"})
    assert found.data == sk.fingerprint(TABLE, key="id")
    scores = sk.score(DATED, TABLE, detail="score").to_pandas()
    assert found.result == sk.fingerprint(scores, key="id")


def test_without_a_key_there_are_no_blocks_and_keys_may_repeat():
    found = calculate(version(), {"id": [1, 1], "age": [1, 2]}, {"key": []})
    assert (found.data.rows, found.data.blocks, list(found.data.columns)) == (2, (), ["age"])


def test_a_stream_is_read_once_and_kept():
    import pyarrow as pa

    reader = pa.table(TABLE).to_reader()
    found = calculate(version(), reader, {})
    assert found.data == sk.fingerprint(TABLE, key="id")
    assert found.scores.to_pandas()["score"].tolist()[:2] == [30.0, 41.5]


def test_it_ends_soon_when_it_is_told_to_stop(tmp_path):
    import duckdb

    path = tmp_path / "pairs.duckdb"
    with duckdb.connect(path) as connection:
        pairs = "SELECT a.range AS id, b.range AS age FROM range(100000) a, range(1000000) b"
        connection.execute(f"CREATE VIEW pairs AS {pairs}")
    stop = threading.Event()
    threading.Timer(0.05, stop.set).start()
    with pytest.raises(EngineError, match="the run was stopped"):
        calculate(version(small()), path, {"key": []}, stop=stop)


# ---- what went wrong ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (EngineError("DuckDB failed in step 'a': overflow of 4711"), "DuckDB failed in step 'a'"),
        (DataError([Problem("x", "", "4711")] * 12), "; x at table; and 2 more"),
        (RegistryError("lost", "it was lost"), "RegistryError: it was lost"),
        (OSError(28, "No space left on device", "4711"), "OSError: No space left on device"),
        (ValueError("4711"), "ValueError"),
        (MemoryError("4711"), "MemoryError: there was not enough memory"),
    ],
)
def test_nothing_of_the_data_is_told(error, text):
    assert told(error).endswith(text)
    assert "4711" not in told(error)
