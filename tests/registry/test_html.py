import re
from html import unescape

import pytest

from scoring_kit.registry.html_listing import listing_html, unreadable_html
from scoring_kit.registry.listing import Listed
from scoring_kit.registry.records import History, Verified
from tests.nasty import HOSTILE, UNBROKEN
from tests.reading import Reading
from tests.registry.pages import Story, cut, empty_story, hostile_story, long_story
from tests.registry.registries import promoted, small

TIERED = small(tiers={"A": 5, "B": 0}, title="Who is old?")
AGES = {"age": [*(float(age) for age in range(1, 11)), None]}


@pytest.fixture(scope="module")
def story():
    """Give a story in which 2, a cut of A at 8 in place of 5, was rejected once."""
    told = Story("small")
    told.add(TIERED, "ann", "first")
    told.propose(1, "ann", "ready")
    told.done("approve", 1, "bob", "agreed", identity="key ab12")
    told.done("promote", 1, "ann", "go")
    told.add(cut(TIERED, "A", 8.0), "cem", "fewer in A")
    told.propose(2, "cem", "see the report", against=1, data=AGES)
    told.done("reject", 2, "bob", "too few")
    told.propose(2, "cem", "please", against=1, data=AGES)
    return told


@pytest.fixture(scope="module")
def page(story):
    return story.told()._repr_html_()


def told(html):
    """Return the words of a piece of HTML with single spaces."""
    plain = re.sub("<style>.*?</style>", "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub("<[^>]+>", " ", plain)).split())


def test_first_stands_what_is_live_where_since_when_by_whom_and_what_waits(page):
    assert told(page).startswith(
        "small Who is old? 2 versions by 3 people production version 1 "
        "since 2026-09-01 18:30 UTC, promoted by ann version 2 is proposed Versions"
    )


def test_versions_stand_the_newest_first_with_author_time_hash_and_message(story, page):
    one, two = (version.sha256[:8] for version in story.versions)
    text = told(page).split("Versions")[1]
    assert f"2 fewer in A cem · 2026-09-02 18:30 UTC · {two} production proposed" in text
    assert f"1 first ann · 2026-09-01 09:30 UTC · {one} production live" in text
    assert text.index(two) < text.index(one)


def test_each_environment_has_a_badge_with_the_state(page):
    badges = re.findall(r'class="badge (\w+)">(.*?)</b>', page)
    assert [(kind, told(part)) for kind, part in badges] == [
        ("proposed", "production proposed"), ("live", "production live")
    ]  # fmt: skip


def test_a_version_that_nobody_proposed_is_a_draft():
    story = Story("small")
    story.add(TIERED, "ann", "first")
    assert '<span class="badge draft"><b>draft</b></span>' in story.told()._repr_html_()


def test_changes_are_folded_behind_their_gist(page):
    (folded,) = re.findall(r"<details>(.*?)</details>", page)
    summary, rest = folded.split("</summary>")
    assert told(summary) == "1 change against version 1: tier A: 5 -> 8"
    assert told(rest) == "changed tier A: 5 -> 8 3 tiers.A"


def test_tiers_show_what_they_are_and_a_line_at_what_they_were(page):
    # of the ages 1 to 10, six are at least 5 and three at least 8; without an age there is no tier
    bars = page.split('class="shares"')[1]
    widths = re.findall(r'width="([\d.]+)%"', bars)[:3]
    lines = re.findall(r'class="before" x1="([\d.]+)%"', bars)[:3]
    assert widths == [f"{100 * rows / 7:.2f}" for rows in (3, 7, 1)]
    assert lines == [f"{100 * rows / 7:.2f}" for rows in (6, 4, 1)]
    assert told(bars.split('class="told"')[0] + ">").startswith("> A 3 3 B 7 3 no tier 1")
    assert 'class="down">3<' in bars.split(">B<")[0]
    assert 'class="up">3<' in bars.split(">B<")[1]


def test_the_impact_is_told_in_sentences_with_its_sample(page):
    text = told(page)
    assert "3 rows change tier: 0 up, 3 down." in text
    assert "On customers of October , 4,000 rows, against version 1." in text
    assert "AUC is 0.6153, that of live 0.6251" in text
    assert "another score, rank, tier or status" not in text


def test_who_agreed_is_told_with_their_reasons_and_how_they_are_known(page):
    text = told(page)
    assert "proposed by cem claimed : see the report" in text
    assert "rejected by bob claimed : too few" in text
    assert "approved by bob key ab12 : agreed" in text


def test_without_a_version_it_says_what_comes_first():
    text = told(empty_story()._repr_html_())
    assert "no versions yet" in text
    assert "nothing is live" in text
    assert "reg.add(card, message, author) adds the first one" in text


def test_of_many_versions_the_newest_are_open_and_the_others_a_line_each():
    html = long_story()._repr_html_()
    assert html.count('class="version"') == 10
    older = html[html.index("90 older versions") :]
    assert [older.count(f"Tier A from {cut:g}<") for cut in (60, 82.25, 82.5)] == [1, 1, 0]
    assert len(html) < 100_000


def test_what_was_live_is_drawn_once_there_was_more_than_one(story):
    assert "What was live" not in story.told()._repr_html_()
    html = long_story()._repr_html_()
    assert html.count('class="past"') == 99
    assert html.count('class="now"') == 1


def test_hostile_texts_arrive_as_text():
    found = hostile_story(HOSTILE, UNBROKEN)
    shown = [found, found.history, found.versions[0], found.versions[1], found.live(HOSTILE)]
    read = [Reading(thing._repr_html_()) for thing in shown]
    assert [(each.foreign, each.open) for each in read] == [([], [])] * len(shown)
    assert all("<script>alert(1)</script>" in each.text for each in read[:3])


# ---- what else there is to see -------------------------------------------------------------


def test_a_history_is_told_the_newest_thing_first(story):
    text = told(story.told().history._repr_html_())
    start = "small 8 transitions the newest first, times in UTC 2026-09-03 03:30 link 8 cem claimed"
    assert text.startswith(start)
    assert "bob key ab12 approved version 1 for production : agreed" in text
    assert told(History()._repr_html_()) == "History 0 transitions"


def test_a_long_history_counts_what_it_leaves_out():
    assert "… and 449 earlier ones" in long_story().history._repr_html_()


def test_what_is_live_says_since_when_by_whom_and_who_wrote_it(story):
    assert told(story.told().live()._repr_html_()) == (
        "small version 1 Who is old? live in production Since 2026-09-01 18:30 UTC "
        f"Promoted by ann claimed Author ann Hash {story.versions[0].sha256[:16]} first"
    )


def test_what_was_verified_is_counted():
    assert told(Verified(1, 2, 1234, entries=5, runs=6)._repr_html_()) == (
        "Verified all is as it was written Scorecards 1 Versions 2 Transitions 1,234 "
        "Entries of the audit 5 Runs 6"
    )


def test_a_registry_lists_its_scorecards_with_what_is_live_and_what_waits(registry):
    number = promoted(registry)
    promoted(registry, 0.5, "staging")
    registry.propose("small", number, "ready", by="ann", environment="staging")
    text = told(registry._repr_html_())
    assert "1 scorecard scorecard versions production staging waiting last small 2" in text
    live = "version 1 since 2026-11-26 version 2 since 2026-11-26"
    assert f"{live} version 1 proposed for staging ann proposed version 1 for staging" in text


def test_a_registry_that_is_closed_or_does_not_answer_says_so(registry):
    registry.close()
    assert "this registry is closed; open it anew" in registry._repr_html_()
    read = Reading(unreadable_html(HOSTILE, HOSTILE))
    assert (read.foreign, read.open) == ([], [])


def test_many_scorecards_are_counted():
    listed = [Listed(f"card {number}", 1, (), (), None) for number in range(60)]
    assert "… and 10 more scorecards" in told(listing_html("sqlite:///x.db", listed))
    assert "It holds nothing yet" in listing_html("sqlite:///x.db", [])
