import scoring_kit as sk
from scoring_kit.scorecard import parse_scorecard
from tests.cards import criterion
from tests.reading import Reading
from tests.scorecard.test_changes import RECENCY, SMALL, edited


def merged(mine, theirs):
    return sk.merge(*(parse_scorecard(d) for d in (SMALL, edited(*mine), edited(*theirs))))


def page(merge):
    found = Reading(merge._repr_html_())
    assert (found.foreign, found.open) == ([], [])
    return found.text


def test_conflicts_stand_in_a_table_above_what_each_side_brought():
    text = page(
        merged([(*RECENCY, "weight", 0.4)], [(*RECENCY, "weight", 0.3), ("tiers", "A", 85)])
    )
    assert text.startswith("1 conflict decide them with resolve({place: ...})")
    assert "criteria.recency.weight0.50.40.3" in text
    assert "From mine: 0 changes" in text
    assert "From theirs: 1 changechanged tier A: 80 -> 85" in text


def test_texts_of_people_are_escaped():
    hostile = "<script>alert(1)</script>"
    text = page(merged([("title", hostile)], [("title", "plain")]))
    assert hostile in text


def test_a_problem_shows_where_either_side_mends_it():
    text = page(merged([("tiers", "A", 65)], [("tiers", "B", 70)]))
    words = "or theirs at tiers.A" + "tiers.A"  # where the conflict is
    assert f"{words}tiers.Btiers.AFrom mine" in text  # what mends it: mine at B, theirs at A


def test_what_is_merged_says_so_with_its_notes():
    added = [criterion(name, reference=1) for name in ("a", "b")]
    text = page(merged(*([("score", "of", 2, member)] for member in added)))
    assert text.startswith("MergedFrom mine: 1 change")
    assert text.endswith("score: a of mine and b of theirs came to the same point; by name")


def test_many_conflicts_are_counted():
    def texts(word):
        return edited(("reasons", "texts", {f"R{n}": f"{word} {n}" for n in range(60)}))

    found = sk.merge(*(parse_scorecard(d) for d in (SMALL, texts("one"), texts("other"))))
    assert "… and 10 more conflicts" in page(found)
