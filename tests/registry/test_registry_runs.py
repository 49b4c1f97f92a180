import threading
from datetime import timedelta

import duckdb
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError, EngineError, RegistryError, TamperingError
from scoring_kit.registry import heartbeats
from scoring_kit.registry.registry import Registry
from tests.registry.raw import tampered, unanswering
from tests.registry.registries import NOON, approved, keyed, promoted, small, without_evidence
from tests.registry.watched import TABLE, Watched, raising


def two_live(registry):
    """Bring version 2 live in production, and version 1 in staging."""
    without_evidence(registry)
    promoted(registry, 1.0, "staging")
    promoted(registry, 2.0)


@pytest.fixture
def live_url(copies):
    return copies.of(two_live)


def score(registry, data=TABLE, **options):
    return registry.score("small", data, **{"key": "id", "by": "ann", **options})


# ---- what a run gives --------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["duckdb", "numpy", "row"])
def test_scores_are_those_of_the_live_version_to_the_bit_with_version_and_hash(live, engine):
    found = score(live, engine=engine, detail="full").scores.to_pandas()
    assert set(found.pop("version")) == {2}
    assert set(found.pop("document_hash")) == {live.version("small", 2).sha256}
    plain = sk.score(small(2.0), TABLE, key="id", engine=engine, detail="full")
    pd.testing.assert_frame_equal(found, plain.to_pandas(), check_exact=True)


def test_each_environment_has_its_own_live_version(live):
    assert (score(live).version, score(live, environment="staging").version) == (2, 1)


def test_a_run_is_recorded_with_all_that_it_takes_to_repeat_it(live, clock):
    clock.set(minutes=30)
    made = score(live, detail="score", types={"age": "number"})
    found = live.run(made.id)
    assert (found.status, found.rows, found.actor, found.identity) == ("done", 3, "ann", "claimed")
    assert (found.started, found.finished) == (NOON + timedelta(minutes=30),) * 2
    assert (found.version, found.document_hash) == (2, live.version("small", 2).sha256)
    assert found.request == {
        "key": ["id"], "parameters": {}, "detail": "score", "engine": "duckdb",
        "types": {"age": "number"}, "table": None, "order": None,
    }  # fmt: skip
    assert found.data == {"form": "builtins.dict"}
    assert found.lineage["run"]["versions"]["duckdb"] == duckdb.__version__
    assert found.lineage["result"]["columns"] == {"age": "number", "id": "number"}
    scores = sk.score(small(2.0), TABLE, key="id", detail="score").to_pandas()
    assert found.result == sk.fingerprint(scores, key="id").text
    assert {**found.to_dict()} == {**made.to_dict()}


def test_files_are_recorded_by_their_path(live, tmp_path, monkeypatch):
    path = tmp_path / "table.csv"
    path.write_text("id,age\n7,30\n")
    monkeypatch.chdir(tmp_path)
    found = score(live, "table.csv").data
    assert found == {"form": "files", "path": str(path), "files": [str(path)]}


def test_a_parquet_file_of_its_scores_names_the_run(live, tmp_path):
    run = score(live)
    run.scores.to_parquet(tmp_path / "scores.parquet")
    with duckdb.connect() as connection:
        sql = "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key) LIKE '%.run'"
        path = str(tmp_path / "scores.parquet")
        assert connection.execute(sql, [path]).fetchall() == [(run.id,)]
    assert sk.read_lineage(tmp_path / "scores.parquet").document_hash == run.document_hash


def test_without_a_name_it_is_the_user_of_this_machine(live, monkeypatch):
    monkeypatch.setenv("LOGNAME", "robot")
    assert score(live, by=None).actor == "robot"


def test_a_key_says_who_scores_and_needs_the_scope_for_it(live_url, clock):
    keys = keyed(live_url, clock=clock, robot="score", ann="author")
    with Registry(live_url, key=keys["robot"], clock=clock) as registry:
        made = score(registry, by=None)
    assert (made.actor, made.identity) == ("robot", f"key {keys['robot'].id}")
    with Registry(live_url, key=keys["ann"], clock=clock) as registry:
        with pytest.raises(RegistryError, match="has the scope author, and score is needed"):
            score(registry, by=None)
        assert (registry.audit()[-1].action, registry.audit()[-1].code) == ("score", "key_scope")
    with Registry(live_url, key="", clock=clock) as registry:
        with pytest.raises(RegistryError, match="this registry has keys, and it was opened with"):
            score(registry)
        assert len(registry.runs("small")) == 1


# ---- nobody sees the half of it ----------------------------------------------------------------


def test_others_see_it_running_until_all_of_it_is_there(live, live_url):
    seen = []

    def look():
        with Registry(live_url) as other:
            seen.extend(other.runs("small"))

    made = score(live, Watched(look))
    [run] = seen
    assert (run.id, run.status) == (made.id, "running")
    assert (run.lineage, run.rows, run.result, run.finished) == (None,) * 4
    assert live.run(made.id).status == "done"


def test_a_run_of_a_living_process_is_not_lost_however_many_open_the_registry(live, live_url):
    def look():
        opening = [threading.Thread(target=lambda: Registry(live_url).close()) for _ in range(4)]
        for thread in opening:
            thread.start()
        for thread in opening:
            thread.join()

    assert score(live, Watched(look)).status == "done"


def test_it_says_again_and_again_that_it_is_alive(live, live_url, monkeypatch):
    monkeypatch.setattr(heartbeats, "HEARTBEAT_SECONDS", 0.01)

    def look():
        with Registry(live_url) as other:
            first = other.runs("small")[0].heartbeat
            while other.runs("small")[0].heartbeat <= first:
                pass

    assert score(live, Watched(look)).status == "done"


def test_one_that_was_marked_lost_stays_lost_and_its_caller_is_told(live):
    def look():
        change = "UPDATE runs SET status = 'lost', finished = started, error = 'too quiet'"
        tampered(live, change)

    with pytest.raises(RegistryError, match=r"was marked lost before it ended \(too quiet\)") as e:
        score(live, Watched(look))
    assert e.value.code == "lost"
    assert [(run.status, run.error) for run in live.runs("small")] == [("lost", "too quiet")]


# ---- what fails --------------------------------------------------------------------------------


FAULTS = {
    "column": ({"id": [1]}, DataError, "column_missing at age"),
    "repeated": ({"id": [4711, 4711], "age": [1, 2]}, DataError, "duplicate_key at id"),
    "no key": ({"id": [None, 1], "age": [1, 2]}, DataError, "missing_key at id"),
    "memory": (lambda: raising(MemoryError()), MemoryError, "there was not enough memory"),
    "ctrl-c": (lambda: raising(KeyboardInterrupt()), KeyboardInterrupt, "somebody stopped it"),
    "file": ("none/table.csv", DataError, "table_unreadable at none/table.csv"),
}


@pytest.mark.parametrize(("data", "error", "told"), FAULTS.values(), ids=FAULTS)
def test_a_run_that_fails_is_recorded_without_anything_of_the_data(live, data, error, told):
    with pytest.raises(error, match=None):
        score(live, data() if callable(data) else data)
    [found] = live.runs("small")
    assert (found.status, found.error) == ("failed", f"{error.__name__}: {told}")
    assert found.finished is not None


def test_a_run_that_takes_longer_than_it_may_fails(live, tmp_path):
    path = tmp_path / "pairs.duckdb"
    with duckdb.connect(path) as connection:
        pairs = "SELECT a.range AS id, b.range AS age FROM range(100000) a, range(1000000) b"
        connection.execute(f"CREATE VIEW pairs AS {pairs}")
    with pytest.raises(EngineError, match=r"its limit is 0\.1 s"):
        score(live, path, key=[], time_limit=0.1)
    told = "EngineError: the run was stopped (its limit is 0.1 s)"
    assert live.runs("small")[0].error == told


def test_files_that_change_while_they_are_read_fail(live, tmp_path, monkeypatch):
    path = tmp_path / "table.csv"
    path.write_text("id,age\n7,30\n")
    monkeypatch.setattr(sk.Scores, "lineage", changing(path, sk.Scores.lineage))
    with pytest.raises(DataError, match="the files changed while they were scored"):
        score(live, path)


def changing(path, lineage):
    def changed(self, **told):
        path.write_text("id,age\n7,30000\n")
        return lineage(self, **told)

    return changed


@pytest.mark.parametrize(
    ("told", "error", "message"),
    [
        ({"detail": "ful"}, ValueError, "detail is one of .* found 'ful'; did you mean 'full'"),
        ({"engin": "row"}, TypeError, "score has no option 'engin'; did you mean 'engine'"),
        ({"parameters": {"x": 1}}, sk.ScoringError, "parameter 'x' is not declared"),
        ({"key": "version"}, DataError, "key 'version' has the name of a result"),
        ({"environment": "prod"}, RegistryError, "no environment 'prod'; it has prod"),
        ({"by": " "}, RegistryError, "by: found nothing that can be read"),
    ],
)
def test_what_is_asked_wrongly_begins_no_run(live, told, error, message):
    with pytest.raises(error, match=message):
        score(live, **told)
    assert len(live.runs("small")) == 0


def test_where_nothing_is_live_nothing_is_scored(registry):
    with pytest.raises(RegistryError, match="the registry has no scorecard 'small'"):
        score(registry)
    approved(registry)
    with pytest.raises(RegistryError, match="no version of 'small' is live in production; prom"):
        score(registry)
    assert len(registry.runs("small")) == 0


def test_a_version_that_was_changed_behind_its_back_is_not_scored_with(live):
    tampered(live, "UPDATE versions SET document = replace(document, 'age', 'wage')")
    with pytest.raises(TamperingError, match="version 2 of 'small' was changed behind"):
        score(live)
    assert len(live.runs("small")) == 0


def test_a_failure_that_cannot_be_recorded_is_told_with_a_note(live):
    def look():
        drop = "ALTER TABLE runs RENAME TO gone"
        tampered(live, drop)
        raise MemoryError

    with pytest.raises(MemoryError) as caught:
        score(live, Watched(look))
    assert "that the run failed is not in the registry" in caught.value.__notes__[0]


def test_a_failure_may_be_recorded_or_not_when_no_answer_came(live):
    def look():
        unanswering(live)
        raise MemoryError

    with pytest.raises(MemoryError) as caught:
        score(live, Watched(look))
    assert "that the run failed may be in the registry or not: " in caught.value.__notes__[0]
    assert [run.status for run in live.runs("small")] == ["failed"]
