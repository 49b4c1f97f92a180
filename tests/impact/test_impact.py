"""What an impact shows and hands out."""

import pytest

import scoring_kit as sk
from tests.impact.figures import small


@pytest.fixture(scope="module")
def found():
    return small(segments="genre")


TABLES = {
    "scores": ["statistic", "live", "candidate", "change"],
    "changes": ["from", "to", "rows"],
    "ranks": ["moved", "rows", "median_move", "largest_move"],
    "tiers": ["live_tier", "tier", "rows"],
    "statuses": ["live_status", "status", "rows"],
    "reasons": ["code", "text", "version", "live_rows", "rows", "gained", "lost"],
    "lines": ["line", "kind", "version", "mean_change", "mean_size", "share"],
    "one_sided": ["kind", "name", "version"],
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_have_their_columns_with_and_without_rows(found, name):
    nothing = sk.compare(found.live, found.live, {"a": [None, 1.0][1:]}, segments=())
    assert list(getattr(found, name)) == TABLES[name]
    assert list(getattr(nothing, name)) == TABLES[name]
    assert getattr(found, name) is getattr(found, name)


def test_the_sentences_are_what_it_prints(found):
    assert repr(found).splitlines() == ["Impact", *(f"  {each}" for each in found.summary)]


def test_figures_are_handed_out_as_copies(found):
    found.figures()["crossed"]["up"] = -1
    assert found.figures()["crossed"]["up"] == 2


def test_it_names_both_versions(found):
    figures = found.figures()
    assert figures["live"]["name"] == figures["candidate"]["name"] == "small"
    assert figures["live"]["hash"] != figures["candidate"]["hash"]
