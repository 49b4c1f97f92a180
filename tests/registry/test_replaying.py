import json
import random

import duckdb
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.errors import EngineError, RegistryError
from scoring_kit.registry import running
from scoring_kit.registry.replaying import Recorded, Replay, replayed
from tests.cards import card, criterion
from tests.reading import Reading
from tests.registry.raw import tampered
from tests.registry.registries import promoted
from tests.registry.runs import run
from tests.registry.watched import TABLE, raising

ROWS = 25_000


def score(registry, data, **told):
    return registry.score("small", data, **{"key": "id", "by": "ann", **told})


def customers():
    """Return customers 1 to 25,000 in no order, each as old as the last two digits say."""
    ids = list(range(1, ROWS + 1))
    random.Random(6).shuffle(ids)
    return pd.DataFrame({"id": ids, "age": [number % 100 for number in ids]})


# ---- what is the same ----------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["duckdb", "numpy", "row"])
@pytest.mark.parametrize("detail", ["score", "reasons", "full"])
def test_the_same_data_in_another_form_and_order_are_identical(live, engine, detail):
    made = score(live, TABLE, engine=engine, detail=detail)
    again = pd.DataFrame(TABLE)[["age", "id"]].iloc[::-1]
    found = live.replay(made, again)
    assert found
    assert (found.outcome, found.differences) == ("identical", ())
    assert str(found) == (
        f"run {made.id[:8]} of small version 1 is identical: "
        "3 rows of pandas.DataFrame, scored again, are the same."
    )


def test_files_are_read_again_where_they_were(live, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for place in ("north", "south"):
        (tmp_path / f"region={place}").mkdir()
        (tmp_path / f"region={place}" / "table.csv").write_text(f"id,age\n{len(place)}{place},7\n")
    made = score(live, ".", key=["id", "region"], order="key")
    monkeypatch.chdir("/")
    assert live.replay(made.id[:6])


def test_a_table_of_a_database_is_read_again(live, tmp_path):
    with duckdb.connect(tmp_path / "shop.duckdb") as connection:
        for name in ("customers", "others"):
            connection.execute(f"CREATE TABLE {name} AS SELECT 1 AS id, 30 AS age")
    assert live.replay(score(live, tmp_path / "shop.duckdb", table="customers"))


def test_it_is_the_recorded_version_that_is_replayed(live):
    made = score(live, TABLE)
    promoted(live, 2.0)
    assert live.replay(made, TABLE)


# ---- what differs --------------------------------------------------------------------------


def test_one_changed_cell_is_found_by_column_and_block(live):
    table = customers()
    made = score(live, table)
    table.loc[table["id"] == 12_345, "age"] = 46  # it was 45; block 2 holds 10,001 to 20,000
    found = live.replay(made, table)
    assert not found
    assert found.outcome == "data"
    assert found.differences == (
        "data: column 'age' differs",
        "data: block 2 of 3 differs: rows 10001 to 20000 in the order of id",
        "scores: column 'score' differs",
        "scores: block 2 of 3 differs: rows 10001 to 20000 in the order of id",
    )


def test_a_changed_cell_that_changes_no_score_is_found_all_the_same(registry):
    bands = {"bins": [{"below": 40, "value": 1}, {"value": 2}]}
    registry.add(card(criterion("age", bands)), "bands", author="ann")
    registry.propose("small", 1, "ready", by="ann")
    registry.approve("small", 1, "agreed", by="bob")
    registry.promote("small", 1, "go", by="ann")
    made = score(registry, {"id": [1, 2], "age": [30, 50]})
    found = registry.replay(made, {"id": [1, 2], "age": [31, 50]})
    assert found.differences == (
        "data: column 'age' differs",
        "data: block 1 of 1 differs: rows 1 to 2 in the order of id",
        "the scores are the same all the same",
    )


def test_a_file_with_a_row_more_is_found(live, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("id,age\n1,30\n")
    made = score(live, path, types={"id": "number"})
    path.write_text("id,age\n1,30\n2,40\n")
    assert "data: the number of rows differs: 1, then 2" in live.replay(made).differences


def test_a_key_that_now_stands_in_two_rows_is_found_by_its_column(live):
    made = score(live, {"id": [1, 2], "age": [30, 40]})
    found = live.replay(made, {"id": [2, 2], "age": [30, 40]})
    assert found.outcome == "refused"
    assert found.differences[0] == "data: column 'id' differs"
    assert "it cannot be scored again" in found.differences[-1]


def test_data_without_a_column_are_refused_with_its_name(live):
    made = score(live, TABLE)
    found = live.replay(made, {"id": [7, 8, 9], "agee": [1, 2, 3]})
    assert found.outcome == "refused"
    assert "no column 'age', which score.of.0 reads; did you mean" in found.differences[-1]


def test_other_scores_of_the_same_data_are_told_with_the_versions(live, monkeypatch):
    made = score(live, TABLE)
    then = duckdb.__version__

    def other(document, data, **told):
        return sk.score(doubled(document), data, **told)

    monkeypatch.setattr(running, "score", other)
    monkeypatch.setattr("scoring_kit.lineage.version", lambda package: f"99 of {package}")
    found = live.replay(made, TABLE)
    assert found.outcome == "scores"
    assert found.differences[0] == "scores: column 'score' differs"
    assert f"duckdb {then} then, 99 of duckdb now" in found.differences


def doubled(document):
    """Return a card whose scores are twice as high."""
    root = document.score.model_copy(update={"then": "value * 2"})
    return document.model_copy(update={"score": root})


# ---- what cannot be replayed ---------------------------------------------------------------


def test_a_file_that_is_gone_is_named(live, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("id,age\n1,30\n")
    made = score(live, path)
    path.unlink()
    found = live.replay(made)
    assert (found.outcome, bool(found)) == ("gone", False)
    assert found.differences[0] == f"the file {path} is not there any more"
    assert live.replay(made, {"id": ["1"], "age": [30]})


def test_what_was_in_memory_has_to_be_given(live):
    made = score(live, TABLE)
    with pytest.raises(RegistryError, match=r"scored a builtins\.dict, which is not kept; pass"):
        live.replay(made)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE versions SET document = replace(document, 'age', 'wage')", "version 1 of 'small'"),
        (f"UPDATE runs SET sha256 = '{'f' * 64}'", "it names another hash than version 1 has"),
        ("UPDATE runs SET result = 'fp1:0'", "its fingerprints are not those that were kept"),
        ("UPDATE runs SET rows = 4", "its fingerprints are not those that were kept"),
        ("UPDATE runs SET lineage = '{}'", "a fingerprint that it names is not there"),
        (
            "UPDATE artefacts SET content = CAST('x' AS {})",
            "was changed behind the registry's back",
        ),
    ],
)
def test_a_version_or_record_that_was_changed_is_told(live, change, told):
    made = score(live, TABLE)
    is_sqlite = live._registry._address.is_sqlite
    tampered(live, change.replace("AS {}", "AS BLOB" if is_sqlite else "AS BYTEA"))
    found = live.replay(made.id, TABLE)
    assert (found.outcome, bool(found)) == ("tampered", False)
    assert told in found.differences[0]


def test_only_what_is_done_is_replayed(live):
    with pytest.raises(MemoryError):
        score(live, raising(MemoryError()))
    with pytest.raises(RegistryError, match="failed; only what is done is replayed"):
        live.replay(live.runs("small")[0], TABLE)


def test_a_replay_that_is_stopped_is_no_verdict(live, tmp_path):
    made = score(live, TABLE, key=[])
    path = tmp_path / "table.duckdb"
    with duckdb.connect(path) as connection:
        pairs = "SELECT b.range AS age FROM range(100000) a, range(1000000) b"
        connection.execute(f"CREATE VIEW t AS {pairs}")
    with pytest.raises(EngineError, match=r"its limit is 0\.1 s"):
        live.replay(made, path, time_limit=0.1)


# ---- how it is told ------------------------------------------------------------------------


def test_it_is_told_as_plain_data_and_as_html():
    found = Replay(run(), "<b>table</b>.csv", "data", ("data: column '<x>' differs",))
    data = json.loads(json.dumps(found.to_dict()))
    assert (data["identical"], data["outcome"], data["version"]) == (False, "data", 3)
    read = Reading(found._repr_html_())
    assert read.foreign == []
    assert "column '<x>' differs" in read.text
    assert "not identical" in read.text


def test_many_differences_are_counted():
    blocks = [f"{number:032x}" for number in range(100)]
    total = f"{0:016x}{sum(range(100)):016x}"
    known = sk.Fingerprint(1_000_000, total, {"id": "0" * 32}, ("id",), tuple(blocks))
    odd = [digest if place % 2 else "f" * 32 for place, digest in enumerate(blocks)]
    other = sk.Fingerprint(1_000_000, total, {"id": "0" * 32}, ("id",), tuple(odd))
    from scoring_kit.registry.replaying import _lines

    lines = list(_lines("data", known.differences(other)))
    assert len(lines) == 31
    assert lines[-1] == "data: and 20 more differences"  # of the 50


def test_what_was_changed_is_not_calculated():
    found = replayed(Recorded(run(), problem="it was changed"), raising(MemoryError()), {})
    assert found.outcome == "tampered"
