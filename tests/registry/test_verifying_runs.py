import pytest

from scoring_kit.errors import TamperingError
from scoring_kit.registry import verifying_runs
from tests.registry.raw import tampered
from tests.registry.registries import promoted
from tests.registry.watched import TABLE, raising


@pytest.fixture
def scored(registry, clock):
    """A registry with two runs that are done, of two versions, and one that failed."""
    for weight in (1.0, 2.0):
        clock.set(minutes=weight)
        promoted(registry, weight)
        registry.score("small", TABLE, key="id", by="ann")
    with pytest.raises(MemoryError):
        registry.score("small", raising(MemoryError()), key="id", by="ann")
    return registry


def test_untouched_runs_verify_however_many_are_read_at_once(scored, monkeypatch):
    monkeypatch.setattr(verifying_runs, "AT_ONCE", 1)
    found = scored.verify()
    assert found.runs == 3
    assert ", 3 runs and " in repr(found)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (f"sha256 = '{'f' * 64}'", "it names another hash than version 2 has"),
        ("number = 1", "it names another hash than version 1 has"),
        ("result = 'fp1:0'", "its fingerprints are not those that were kept for it"),
        ("rows = 2", "its fingerprints are not those that were kept for it"),
        ("lineage = '{}'", "a fingerprint that it names is not there"),
        ("fingerprint = NULL", "a fingerprint that it names is not there"),
    ],
)
def test_a_run_that_was_changed_is_named(scored, change, told):
    run = scored.runs("small", status="done")[0]
    tampered(scored, f"UPDATE runs SET {change} WHERE id = '{run.id}'")
    with pytest.raises(TamperingError, match=f"run {run.id[:8]} of 'small' was changed: {told}"):
        scored.verify()


def test_a_run_that_names_the_fingerprint_of_another_is_named(scored):
    run = scored.runs("small", status="done")[0]
    other = run.lineage["scores"]  # of as many rows
    tampered(scored, f"UPDATE runs SET fingerprint = '{other}' WHERE id = '{run.id}'")
    with pytest.raises(TamperingError, match=f"run {run.id[:8]} .* not those that were kept"):
        scored.verify()


def test_an_artefact_that_is_gone_is_missed(scored):
    run = scored.runs("small", status="done")[0]
    gone = f"DELETE FROM artefacts WHERE sha256 = '{run.fingerprint}'"
    tampered(scored, "UPDATE runs SET fingerprint = NULL", gone)
    with pytest.raises(TamperingError, match="a fingerprint that it names is not there"):
        scored.verify()
    assert scored.replay(run, TABLE).outcome == "tampered"
