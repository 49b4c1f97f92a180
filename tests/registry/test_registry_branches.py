import asyncio

import pytest

from scoring_kit.errors import ConflictError, RegistryError
from scoring_kit.registry.asynchronous import AsyncRegistry
from scoring_kit.scorecard.document import hash_of
from scoring_kit.scorecard.files import read_scorecard_text, write_scorecard
from tests.registry.registries import promoted, small
from tests.registry.repositories import git, made_repository

ROWS = {"id": ["a", "b", "c"], "age": [2.0, 0.0, 3.0]}
LIVE = "scorecards/small/live/production.yaml"


@pytest.fixture
def repository(tmp_path, monkeypatch):
    return made_repository(tmp_path, monkeypatch)


@pytest.fixture
def two_versions(registry):
    """A registry whose second version doubles each score; the first one is live."""
    promoted(registry, 1.0)
    registry.add(small(1.0, scaling={"multiply": 2}), "Twice as much", author="ann")
    return registry


def message_at(repository, branch):
    return git(repository, "log", "-1", "--format=%B", branch)


def test_a_version_is_a_branch_with_the_change_and_the_impact(two_versions, repository):
    two_versions.propose(
        "small", 2, "# Twice 🎉\nas agreed", by="ann", data=ROWS, sample="October", key=["id"]
    )
    found = two_versions.write_branch("small", 2, repository)
    assert (found.name, found.path, found.is_new) == ("propose/small-2", LIVE, True)
    text = git(repository, "show", f"{found.name}:{LIVE}")
    assert hash_of(read_scorecard_text(text)) == two_versions.version("small", 2).sha256
    told = message_at(repository, found.name)
    assert told.startswith(
        "Propose small 2: # Twice 🎉 as agreed\n\n# Twice 🎉\nas agreed\n\nChanges"
    )
    assert "Changes from version 1, which is live in production:\n\n- added scaling" in told
    assert "Impact on October (3 rows):\n\n- " in told
    evidence = two_versions.history("small")[-1].evidence
    assert "Proposed-by: ann (claimed)" in told
    assert f"Evidence-sha256: {evidence}" in told


def test_an_impact_can_be_told_of_a_table_at_hand(two_versions, repository):
    # 2, 0 and 3 become 4, 0 and 6: the mean goes from 1.667 to 3.333
    found = two_versions.write_branch("small", 2, repository, data=ROWS, key="id")
    told = message_at(repository, found.name)
    assert "Impact:\n\n- 2 of 3 rows have another score" in told
    assert "Proposed-by" not in told


def test_evidence_against_what_is_no_longer_live_is_left_out(two_versions, repository):
    two_versions.propose("small", 2, "ready", by="ann", data=ROWS, key=["id"])
    promoted(two_versions, 3.0)
    found = two_versions.write_branch("small", 2, repository)
    told = message_at(repository, found.name)
    assert "Changes from version 3, which is live" in told
    assert "Impact" not in told


def test_a_file_of_ones_own_keeps_its_comments(two_versions, repository):
    write_scorecard(small(1.0), repository / "card.yaml")
    with (repository / "card.yaml").open("a") as file:
        file.write("# the end\n")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "more")
    found = two_versions.write_branch("small", 2, repository, path="card.yaml", branch="twice")
    changed = git(repository, "diff", "--unified=0", "main", found.name).splitlines()[4:]
    assert [line[0] for line in changed if line[0] in "+-"] == ["+"]
    assert "multiply: 2" in "".join(changed)


def test_an_export_in_git_shows_what_differs_from_what_is_live(two_versions, repository):
    two_versions.export(repository)
    git(repository, "add", "--all")
    git(repository, "commit", "-qm", "export")
    found = two_versions.write_branch("small", 2, repository)
    assert git(repository, "diff", "--name-only", "main", found.name) == LIVE
    # what is reviewed is what the next export writes, once it is live
    for move in (two_versions.propose, two_versions.approve, two_versions.promote):
        move("small", 2, "go", by="bob")
    two_versions.export(repository)
    assert git(repository, "hash-object", LIVE) == git(
        repository, "rev-parse", f"{found.name}:{LIVE}"
    )


def test_nothing_in_the_registry_changes(two_versions, repository):
    before = two_versions.history("small").items
    first = two_versions.write_branch("small", 2, repository)
    assert two_versions.write_branch("small", 2, repository).commit == first.commit
    assert two_versions.history("small").items == before
    with pytest.raises(ConflictError, match="is there with something else"):
        two_versions.write_branch("small", 2, repository, data=ROWS)


def test_what_is_live_or_not_there_is_refused(two_versions, repository):
    for arguments, expected in (
        (("small", 1), "version 1 of 'small' is live in production; there is nothing to propose"),
        (("small", 9), "has no version 9"),
        (("smal", 1), "did you mean 'small'"),
    ):
        with pytest.raises(RegistryError, match=expected):
            two_versions.write_branch(*arguments, repository)
    with pytest.raises(RegistryError, match="no environment 'mars'"):
        two_versions.write_branch("small", 2, repository, environment="mars")
    with pytest.raises(TypeError, match="top: this says how rows are compared"):
        two_versions.write_branch("small", 2, repository, top=3)
    assert git(repository, "branch", "--format=%(refname:short)") == "main"


def test_programs_that_wait_for_nothing_write_one_too(url, two_versions, repository):
    async def run():
        async with AsyncRegistry(url) as registry:
            return await registry.write_branch("small", 2, repository, by="Bob <b@example.org>")

    asyncio.run(run())
    assert git(repository, "log", "-1", "--format=%an", "propose/small-2") == "Bob"
