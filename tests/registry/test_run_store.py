import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy import event

from scoring_kit.errors import RegistryError
from scoring_kit.registry import asynchronous_runs, registry_runs
from scoring_kit.registry.registry import Registry
from scoring_kit.registry.run_store import LONGEST_ERROR, short_error
from tests.registry.raw import tampered
from tests.registry.registries import NOON, one_live
from tests.registry.watched import TABLE

COLUMNS = (
    "scorecard_id, number, sha256, environment, status, actor, identity, started, heartbeat, "
    "finished, host, process, process_started, request, data"
)


def inserted(registry, runs):
    """Write runs of version 1 of `small` by (id, minutes after noon, status, environment)."""
    sha256 = registry.version("small", 1).sha256
    rows = []
    for run, minutes, status, environment in runs:
        at = (NOON + timedelta(minutes=minutes)).replace(tzinfo=None).isoformat(" ", "microseconds")
        ended = "NULL" if status == "running" else f"'{at}'"
        facts = f"1, '{sha256}', '{environment}', '{status}', 'ann', 'claimed', '{at}', '{at}'"
        where = "'far/boot/space', 17, '1', '{}', '{}'"
        rows.append(f"((SELECT min(id) FROM scorecards), {facts}, {ended}, {where}, '{run}')")
    tampered(registry, f"INSERT INTO runs ({COLUMNS}, id) VALUES {', '.join(rows)}")


def ids(runs):
    return [run.id for run in runs]


def test_runs_are_listed_the_newest_first_and_by_id_where_they_began_at_once(live):
    inserted(live, [(n, minutes, "done", "production") for n, minutes in
                    (("b", 1), ("d", 2), ("a", 2), ("c", 0))])  # fmt: skip
    assert ids(live.runs("small")) == ["d", "a", "b", "c"]


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 7])
def test_pages_follow_on_each_other_without_gap_or_repeat(live, limit):
    inserted(live, [(f"{n:x}", n // 3, "done", "production") for n in range(7)])
    found, page = [], live.runs("small", limit=limit)
    while page:
        found += ids(page)
        assert page.is_last == (found[-1] == "0")
        page = live.runs("small", limit=limit, before=page[-1])
    assert found == ["6", "5", "4", "3", "2", "1", "0"]
    assert ids(live.runs("small", limit=2, before="3")) == ["2", "1"]


def test_runs_of_one_status_or_environment_are_listed_alone(live):
    inserted(live, [("a", 1, "done", "production"), ("b", 2, "failed", "production"),
                    ("c", 3, "done", "staging"), ("d", 4, "running", "staging")])  # fmt: skip
    assert ids(live.runs("small", status="done")) == ["c", "a"]
    assert ids(live.runs("small", environment="staging")) == ["d", "c"]
    assert ids(live.runs("small", environment="staging", status="done")) == ["c"]


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"status": "don"}, "one of running, done, failed, lost, found 'don'; did you mean 'done'"),
        ({"limit": 0}, "limit: a number from 1 to 1,000 is expected, found 0"),
        ({"limit": 1001}, "found 1001"),
        ({"before": "f"}, "the registry has no run 'f'"),
        ({"environment": "prod"}, "no environment 'prod'"),
    ],
)
def test_a_page_that_cannot_be_is_refused(live, told, message):
    with pytest.raises(RegistryError, match=message):
        live.runs("small", **told)


def test_a_run_is_found_by_the_beginning_of_its_id(live):
    inserted(live, [("0a1b2c", 0, "done", "production"), ("0a1f", 1, "done", "production"),
                    ("ff", 2, "done", "production")])  # fmt: skip
    assert live.run(" 0A1B-2 ").id == "0a1b2c"
    assert live.run("f").id == "ff"
    with pytest.raises(RegistryError, match="several runs begin with '0a1', such as 0a1b2c, 0a1f"):
        live.run("0a1")
    with pytest.raises(RegistryError, match="no run '0a1b2d'; did you mean '0a1b2c'"):
        live.run("0a1b2d")
    for odd in ("", "run 7", "0x1", "zz", "%"):
        with pytest.raises(RegistryError, match="is no id of a run"):
            live.run(odd)


def test_ids_can_be_given_so_that_tests_know_them(live, monkeypatch):
    monkeypatch.setattr(registry_runs, "new_run_id", lambda: "7" * 32)
    assert live.score("small", TABLE, key="id").id == "7" * 32
    assert len(asynchronous_runs.new_run_id()) == 32


def test_what_went_wrong_is_kept_in_a_text_that_databases_hold():
    assert short_error("a\0b\ud800") == "a?b?"
    assert len(short_error("x" * 9999)) == LONGEST_ERROR


def test_no_question_about_runs_reads_a_whole_table(tmp_path):
    path, asked = tmp_path / "scores.db", []
    with Registry(f"sqlite:///{path}") as registry:
        one_live(registry)
        inserted(registry, [(f"{n:x}", n, "done", "production") for n in range(9)])
        engine = registry._registry._database._engine.sync_engine
        event.listen(engine, "before_cursor_execute", lambda *a: asked.append((a[2], a[3])))
        page = registry.runs("small", limit=3)
        registry.runs("small", limit=3, before=page[-1], status="done")
        registry.run("8")
        registry._run(registry._registry._opened())
    reading = sqlite3.connect(path)
    plans = [
        row[3]
        for sql, values in asked
        if sql.startswith("SELECT") and "runs" in sql
        for row in reading.execute(f"EXPLAIN QUERY PLAN {sql}", values)
    ]
    reading.close()
    pages = [plan for plan in plans if "ix_runs_scorecard_id_started_id (scorecard_id=?" in plan]
    assert len(pages) == 2
    assert "started<?" in pages[1]
    assert [plan for plan in plans if "SCAN" in plan and "ix_runs_heartbeat" not in plan] == []
    assert [plan for plan in plans if "TEMP B-TREE" in plan] == []
    assert len(plans) >= 8
