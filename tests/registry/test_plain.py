from tests.registry.pages import Story, empty_story, long_story
from tests.registry.registries import small


def test_a_history_reads_well_in_a_terminal():
    story = Story("small")
    first = story.add(small(), "ann", "first\nweights")
    story.propose(first, "ann", "ready")
    story.done("approve", first, "bob", "agreed")
    story.done("promote", first, "ann", "go")
    story.add(small(0.5), "bob", "second")
    found = story.told()
    one, two = (version.sha256[:8] for version in found.versions)
    assert repr(found).splitlines() == [
        "small, 2 versions",
        "  production: version 1 since 2026-09-01 18:30 UTC, promoted by ann",
        "2  second [draft]",
        f"   {two}, bob, 2026-09-02 18:30 UTC",
        "1  first weights [production live]",
        f"   {one}, ann, 2026-09-01 09:30 UTC",
    ]


def test_nothing_is_said_to_be_nothing():
    lines = ["nothing_yet, 0 versions", "  production: nothing is live"]
    assert repr(empty_story()).splitlines() == lines


def test_old_versions_are_counted():
    lines = repr(long_story()).splitlines()
    assert (len(lines), lines[-1]) == (2 + 2 * 10 + 1, "… and 90 older versions")
