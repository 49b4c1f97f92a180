import hashlib
import json

import numpy as np
import pytest

import scoring_kit as sk
from scoring_kit.engines import drafts
from scoring_kit.report.embedding import extracted
from scoring_kit.report.report import run_path
from scoring_kit.report.sections import SECTIONS
from tests.cards import card, criterion
from tests.nasty import HOSTILE, nasty_card, nasty_table
from tests.report.reports import FRAME, Page, report
from tests.scored import CARD


def test_the_figures_in_the_page_are_the_figures():
    made = report(segments="kind")
    carried = extracted(made.html, "page")
    assert carried["figures"] == json.loads(json.dumps(made.figures))
    assert list(carried["figures"]) == list(made.figures)


def test_the_order_of_rows_and_columns_changes_nothing():
    rng = np.random.default_rng(3)
    size = 5_000
    table = FRAME.sample(size, replace=True, random_state=1).reset_index(drop=True)
    table = table.assign(
        id=range(size), x=rng.normal(size=size) * 10.0 ** rng.integers(-9, 1, size)
    )
    mixed = table.sample(frac=1.0, random_state=2)[table.columns[::-1]]
    one, other = (report(CARD, frame, segments="kind") for frame in (table, mixed))
    assert one.figures["scores"]["mean"] is not None
    assert one.html == other.html


def test_a_report_is_written_with_how_it_was_made_beside_it(tmp_path):
    made = report()
    made.save(tmp_path / "june.html")
    run = json.loads((tmp_path / "june.run.json").read_text())
    written = (tmp_path / "june.html").read_bytes()
    assert written.decode() == made.html
    assert run["report_sha256"] == hashlib.sha256(written).hexdigest()
    assert {"duckdb", "scoring_kit", "python"} <= set(run["versions"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["june.html", "june.run.json"]


@pytest.mark.parametrize("taken", ["june.html", "june.run.json"])
def test_files_that_are_there_are_kept(tmp_path, taken):
    (tmp_path / taken).write_text("mine")
    with pytest.raises(FileExistsError, match="there is such a file already"):
        report().save(tmp_path / "june.html")
    assert [path.name for path in tmp_path.iterdir()] == [taken]
    assert (tmp_path / taken).read_text() == "mine"


def test_what_is_interrupted_leaves_nothing_half_written(tmp_path, monkeypatch):
    (tmp_path / "june.html").write_text("older")

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(drafts, "_publish", interrupted)
    with pytest.raises(KeyboardInterrupt, match=r"^$"):
        report().save(tmp_path / "june.html", overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["june.html"]
    assert (tmp_path / "june.html").read_text() == "older"


def test_neither_folders_nor_versions_stand_in_the_page(tmp_path):
    FRAME.to_parquet(tmp_path / "rows.parquet")
    html = report(CARD, tmp_path / "rows.parquet").html
    assert str(tmp_path) not in html
    assert sk.__version__ not in html.replace(CARD.name, "")
    assert "rows.parquet" in html


def test_a_table_without_rows_has_a_report():
    made = report(CARD, FRAME.iloc[:0], segments="kind")
    assert made.figures["scores"]["mean"] is None
    assert "The table has no rows, so there are no scores." in Page(made.html).text


def test_a_card_without_tiers_key_and_rounding_has_a_report():
    plain = card(criterion("x"), criterion("y"))
    made = report(plain)
    assert (made.figures["scores"]["tiers"], made.figures["scores"]["top"]) == ([], [])
    assert made.figures["lineage"]["fingerprint"]["blocks"] == []


def test_a_table_in_which_no_row_has_a_score_has_a_report():
    made = report(CARD, FRAME.assign(x=None, y=None))
    assert made.summary == ("None of 4 rows has a score.",)


def test_it_shows_itself_in_a_notebook():
    made = report()
    assert "2 rows score 4" in made._repr_html_()
    assert repr(made).splitlines()[0] == "Report on 'small'"


def test_how_it_was_made_stands_in_a_file_of_the_same_name():
    from pathlib import Path

    assert run_path(Path("a.b.html")).name == "a.b.run.json"


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_few_rows_have_every_section(rows):
    made = report(CARD, FRAME.iloc[:rows], live=CARD, outcome="came", segments="kind")
    page = Page(made.html)
    assert (page.open, page.crossed) == ([], [])
    assert len(made.sections) == len(SECTIONS)


def test_hostile_names_arrive_as_text_in_every_section():
    table = {**nasty_table(), "came": [n % 2 for n in range(60)]}
    asked = {"live": nasty_card(), "outcome": "came", "segments": HOSTILE, "key": "key"}
    page = Page(report(nasty_card(), table, **asked).html)
    assert (page.open, page.crossed, page.tags.count("script")) == ([], [], 1)
    assert "<script>alert(1)</script>" in page.text
