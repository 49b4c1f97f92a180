import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.report.sections.segments import MOST, segments_section
from tests.cards import card, criterion
from tests.report.reports import FRAME, Page, subject


def test_without_segments_there_is_no_section():
    assert segments_section(subject()) is None


def test_segments_add_up_and_have_the_means_of_pandas():
    club, data = sk.example("book_club")
    table = pd.read_parquet(data)
    frame = sk.score(club, table, detail="score").to_pandas().assign(gender=table["gender"])
    [column] = segments_section(subject(club, data, segments="gender")).figures["columns"]
    for item in column["segments"]:
        part = frame[frame["gender"] == item["segment"]]
        assert (item["rows"], item["with_a_score"]) == (len(part), part["score"].count())
        assert item["mean_score"] == pytest.approx(part["score"].mean(), rel=1e-12)
        assert {t["tier"]: t["rows"] for t in item["tiers"]} == {
            name: (part["tier"] == name).sum() for name in "ABCD"
        }
    assert sum(item["rows"] for item in column["segments"]) == len(frame)


def test_rows_without_a_segment_are_one_of_their_own():
    [column] = segments_section(subject(segments="kind")).figures["columns"]
    found = [(item["segment"], item["rows"], item["with_a_score"]) for item in column["segments"]]
    # rows 7 to 10 have 6, 2, none (knocked out), none (insufficient)
    assert found == [("new", 2, 1), ("old", 1, 1), (None, 1, 0)]
    text = Page(segments_section(subject(segments="kind")).html).text
    assert "missing10––" in text


def test_segments_with_one_mean_are_not_called_highest_and_lowest():
    table = pd.DataFrame({"x": [5.0, 5.0, 5.0], "part": ["a", "b", "b"]})
    section = segments_section(subject(card(criterion("x")), table, segments="part"))
    [told] = section.sentences
    assert told.startswith("By part, all with a score have the same mean (")


def test_an_empty_text_can_be_seen():
    table = pd.DataFrame({"x": [5.0, 2.0], "part": ["", "b"]})
    section = segments_section(subject(card(criterion("x")), table, segments="part"))
    assert "''" in section.sentences[0]
    assert "''11" in Page(section.html).text


def test_nan_and_null_are_one_segment():
    table = FRAME.assign(part=[1.0, float("nan"), None, 1.0])
    [column] = segments_section(subject(data=table, segments="part")).figures["columns"]
    assert [(item["segment"], item["rows"]) for item in column["segments"]] == [(1, 2), (None, 2)]


def test_of_many_segments_the_smallest_are_one():
    names = [f"s{n:02}" for n in range(MOST + 5) for _ in range(MOST + 6 - n)]
    table = pd.DataFrame({"x": [float(name[1:]) for name in names], "part": names})
    section = segments_section(subject(card(criterion("x")), table, segments="part"))
    [column] = section.figures["columns"]
    assert (column["segments_in_all"], len(column["segments"])) == (MOST + 5, MOST)
    assert section.sentences[0].startswith(f"Of the {MOST} largest segments by part, ")
    # 6, 5, 4, 3 and 2 rows with 20 to 24: 430 / 20
    assert (column["rest"]["rows"], column["rest"]["mean_score"]) == (20, 21.5)
    assert "5 smaller ones" in Page(section.html).text


def test_the_highest_and_the_lowest_segment_are_named():
    told = segments_section(subject(segments="kind")).sentences
    assert told == ("By kind, new scores highest on average (6) and old lowest (2).",)


@pytest.mark.parametrize("kind", ["boolean", "date"])
def test_segments_of_other_types_have_names(kind):
    values = [True, False, None, True] if kind == "boolean" else ["2026-01-01"] * 4
    part = pd.array(values, "boolean") if kind == "boolean" else pd.to_datetime(values)
    table = FRAME.assign(part=part)
    [column] = segments_section(subject(data=table, segments="part")).figures["columns"]
    first = column["segments"][0]["segment"]
    assert first is True or str(first).startswith("2026-01-01")
