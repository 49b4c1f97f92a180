import pytest

import scoring_kit as sk
from tests.report.reports import FRAME
from tests.scored import CARD


def test_what_is_written_is_what_is_returned(tmp_path):
    report = sk.write_report(CARD, FRAME, tmp_path / "a.html", segments="kind", progress=False)
    assert (tmp_path / "a.html").read_text() == report.html
    assert report.figures["segments"]["columns"][0]["column"] == "kind"


def test_a_place_that_is_taken_is_told_before_anything_is_calculated(tmp_path):
    (tmp_path / "a.run.json").write_text("mine")
    with pytest.raises(FileExistsError, match="pass overwrite=True"):
        sk.write_report(CARD, object(), tmp_path / "a.html")


def test_it_may_be_overwritten(tmp_path):
    for _ in range(2):
        sk.write_report(CARD, FRAME, tmp_path / "a.html", overwrite=True, progress=False)
    assert sk.verify_report(tmp_path / "a.html", FRAME, progress=False)


def test_no_row_is_named_where_none_should_be(tmp_path):
    report = sk.write_report(CARD, FRAME, tmp_path / "a.html", top=0, progress=False)
    assert report.figures["scores"]["top"] == []
    assert "equal scores in the order of the key" not in report.html


def test_limits_are_those_of_the_engine(tmp_path):
    report = sk.write_report(CARD, FRAME, tmp_path / "a.html", threads=1, memory_limit="200MB")
    assert report.run["threads"] == 1
