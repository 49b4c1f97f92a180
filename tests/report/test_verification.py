from datetime import date

import duckdb
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError
from scoring_kit.report.embedding import embedded, extracted, has_whole_seal, sealed
from scoring_kit.scorecard import parse_scorecard
from scoring_kit.scorecard.document import to_document
from tests.cards import card, criterion
from tests.report.reports import FRAME, report
from tests.scored import CARD

SIZE = 21_000
LONG = pd.DataFrame({"id": range(SIZE), "x": [n % 10 for n in range(SIZE)], "y": [5.0] * SIZE})


@pytest.fixture
def written(tmp_path):
    """Return a report and its data, side by side."""
    FRAME.to_parquet(tmp_path / "rows.parquet")
    path = tmp_path / "report.html"
    sk.write_report(CARD, tmp_path / "rows.parquet", path, segments="kind", progress=False)
    return path


def reweighted(weight):
    """Return the card with another weight of its first criterion."""
    document = to_document(CARD)
    document["score"]["of"][0]["weight"] = weight
    return parse_scorecard(document)


def test_a_report_holds_for_its_data(written):
    found = sk.verify_report(written, progress=False)
    assert bool(found)
    assert str(found).startswith("report.html holds: made again from rows.parquet")
    assert found.to_dict()["differences"] == []


def test_the_data_are_found_by_their_name_where_the_folder_was_moved(written, tmp_path):
    moved = tmp_path.rename(tmp_path.with_name("moved"))
    assert sk.verify_report(moved / "report.html", progress=False)
    moved.rename(tmp_path)


def test_a_changed_cell_is_named_with_its_column_and_block(tmp_path):
    path = tmp_path / "report.html"
    sk.write_report(CARD, LONG, path, progress=False)
    changed = LONG.copy()
    changed.loc[12_345, "x"] = 9
    found = sk.verify_report(path, changed, progress=False)
    line = "column 'x' differs in rows 10,001 to 20,000 in the order of id"
    assert found.differences[0] == line
    # 5 was 12,345 % 10, so that the mean of x and y rises by 4 / 2 in one row
    assert any(line.startswith("scores.mean: 4.75 in the report") for line in found.differences)
    assert not found


def test_a_changed_cell_that_no_figure_rests_on_is_named(tmp_path):
    table = FRAME.assign(note=["a", "b", "c", "d"])
    sk.write_report(CARD, table, tmp_path / "report.html", progress=False)
    found = sk.verify_report(tmp_path / "report.html", table.assign(note=["a", "b", "c", "e"]))
    assert found.differences == ("column 'note' differs in rows 1 to 4 in the order of id",)


def test_a_table_that_lacks_a_row_or_a_column_is_told(written):
    less = sk.verify_report(written, FRAME.iloc[1:], progress=False)
    assert less.differences[0] == "the number of rows differs: 4, then 3"
    without = sk.verify_report(written, FRAME.drop(columns="y"), progress=False)
    assert "no column 'y'" in str(without)
    assert without.differences[1] == "column 'y' is gone"


def test_a_row_that_stands_there_twice_is_told_with_what_it_changes(tmp_path):
    path = tmp_path / "report.html"
    sk.write_report(CARD, FRAME, path, live=reweighted(2.0), progress=False)
    twice = FRAME.iloc[[0, 1, 2, 3, 3]]
    found = sk.verify_report(path, twice, progress=False).differences
    assert "1 key stands in several rows" in found[0]
    assert found[1] == "the number of rows differs: 4, then 5"


def test_data_that_cannot_be_read_are_told_once(written, tmp_path):
    found = sk.verify_report(written, tmp_path / "gone.parquet", progress=False)
    [line] = found.differences
    assert "there is no such file" in line


def test_a_changed_weight_in_the_given_card_is_named(written):
    found = sk.verify_report(written, card=reweighted(3.0), progress=False)
    [line] = found.differences
    assert line.startswith("the scorecard differs from the one in the report: ")
    assert "weight" in line
    assert "3" in line


def test_a_changed_weight_in_the_document_of_the_report_is_caught(written):
    def change(carried):
        carried["documents"]["card"]["score"]["of"][0]["weight"] = 3.0

    found = sk.verify_report(forged(written, change), progress=False)
    assert "the scorecard in the report is not the one whose hash the report names" in str(found)
    assert "card.criteria.x.weight: 1.0 in the report, 3.0 now" in str(found)


def test_a_changed_figure_is_caught_even_under_a_new_seal(written):
    def change(carried):
        carried["figures"]["scores"]["mean"] = 9.5

    found = sk.verify_report(forged(written, change), progress=False)
    # the mean of 6 and 2, worked out in tests.scored
    assert found.differences == ("scores.mean: 9.5 in the report, 4.0 now",)


def forged(path, change):
    """Change what a report carries, and seal it again."""
    page = path.read_text()
    carried = extracted(page, "report")
    before = embedded(carried)
    change(carried)
    assert before in page
    page = page.replace(before, embedded(carried))
    path.write_text(sealed(page[: page.rindex("<!-- seal")]))
    assert has_whole_seal(path.read_text())
    return path


def test_a_changed_word_breaks_the_seal_and_names_its_section(written):
    page = written.read_text()
    written.write_text(page.replace(">weight 1<", ">weight 2<", 1))
    found = sk.verify_report(written, progress=False)
    assert found.differences == (
        "the file was changed after it was written: its seal is broken",
        "section 'card' is not what its figures give",
    )


def test_what_is_no_report_is_refused(tmp_path):
    (tmp_path / "page.html").write_text("<p>hello</p>")
    with pytest.raises(DataError, match=r"page\.html is no report"):
        sk.verify_report(tmp_path / "page.html")


@pytest.mark.parametrize("part", ["documents", "figures", "asked", "format"])
def test_a_report_that_lacks_a_part_is_refused(written, part):
    with pytest.raises(DataError, match="make the report again"):
        sk.verify_report(forged(written, lambda carried: carried.pop(part)))


@pytest.mark.parametrize(
    ("name", "value"),
    [("top", "x"), ("top", True), ("key", None), ("types", {"x": "colour"}), ("outcome", 3)],
)
def test_a_damaged_question_is_told(written, name, value):
    found = sk.verify_report(
        forged(written, lambda carried: carried["asked"].update({name: value})), progress=False
    )
    assert f"asked.{name}: found {value!r}" in str(found)


def test_a_question_without_a_part_is_told(written):
    found = sk.verify_report(
        forged(written, lambda carried: carried["asked"].pop("event")), progress=False
    )
    assert "asked.event: is missing" in str(found)


def test_a_report_whose_figures_are_no_mapping_is_refused(written):
    path = forged(written, lambda carried: carried.update(figures=[]))
    with pytest.raises(DataError, match=r"figures\.lineage\.data is missing"):
        sk.verify_report(path)


def test_a_report_without_its_fingerprint_is_told(written):
    path = forged(written, lambda carried: carried["figures"]["lineage"].pop("fingerprint"))
    assert "the report lacks its fingerprint" in sk.verify_report(path, progress=False).differences


def test_a_sentence_among_the_figures_is_told_by_its_place(written):
    def change(carried):
        carried["figures"]["scores"]["sentences"] = ["All is well."]

    found = sk.verify_report(forged(written, change), progress=False)
    assert found.differences == ("figures.scores.sentences: not what its figures give",)


def test_a_report_of_a_newer_version_blames_no_section(written):
    path = forged(written, lambda carried: carried.update(format="scoring_kit report 99"))
    [line] = sk.verify_report(path, progress=False).differences
    assert line.startswith("it is a scoring_kit report 99")


def test_what_is_added_below_the_sections_or_written_otherwise_is_told(written):
    page = written.read_text()
    written.write_text(page.replace("</body>", "<p>x</p></body>"))
    found = sk.verify_report(written, progress=False)
    assert found.differences[1] == "what stands below the sections is not what its figures give"
    written.write_text(page.replace('{"format": ', '{"format":'))
    found = sk.verify_report(written, progress=False)
    assert found.differences[1] == "the data that the page carries are written in another way"


def test_a_damaged_document_is_told(written):
    def change(carried):
        carried["documents"]["card"]["score"]["of"][0]["weight"] = -1

    assert "it cannot be made again" in str(sk.verify_report(forged(written, change)))


def test_a_damaged_fingerprint_is_told(written):
    def change(carried):
        carried["figures"]["lineage"]["fingerprint"]["rows"] = 5

    found = sk.verify_report(forged(written, change), progress=False)
    assert "the fingerprint in the report is damaged" in str(found)


def test_data_that_are_gone_are_asked_for(written, tmp_path):
    (tmp_path / "rows.parquet").unlink()
    with pytest.raises(DataError, match=r"name them: verify_report\(path, data\)"):
        sk.verify_report(written)


def test_without_notes_the_file_beside_the_report_is_taken(written, tmp_path):
    (tmp_path / "report.run.json").unlink()
    assert sk.verify_report(written, progress=False)


def test_a_card_that_the_report_does_not_have_is_told(written):
    found = sk.verify_report(written, live=CARD, progress=False)
    assert found.differences == ("the report has no live version",)


def test_it_shows_itself_in_a_notebook(written):
    html = sk.verify_report(written, FRAME.iloc[1:], progress=False)._repr_html_()
    assert "does not hold" in html
    assert "the number of rows differs" in html


def test_a_report_on_parameters_and_types_is_made_again(tmp_path):
    (tmp_path / "rows.csv").write_text("id,x,y,came\n1,1,2,1\n2,3,4,0\n")
    path = tmp_path / "report.html"
    sk.write_report(CARD, tmp_path / "rows.csv", path, segments="came", types={"came": "number"})
    assert sk.verify_report(path, progress=False)


def test_two_reports_of_one_table_are_the_same_text():
    assert report().html == report().html


def test_folders_patterns_and_databases_are_found_again(tmp_path):
    (tmp_path / "rows").mkdir()
    for part, rows in enumerate((FRAME.iloc[:2], FRAME.iloc[2:])):
        rows.to_parquet(tmp_path / "rows" / f"part-{part}.parquet")
    with duckdb.connect(str(tmp_path / "rows.duckdb")) as database:
        database.from_df(FRAME).create("people")
    for number, name in enumerate(("rows", "rows/part-*.parquet", "rows.duckdb")):
        path = tmp_path / f"report-{number}.html"
        sk.write_report(CARD, str(tmp_path / name), path, progress=False)
        assert sk.verify_report(path, progress=False)


def test_dates_that_were_given_are_taken_from_the_report(tmp_path):
    decay = {"decay": {"half_life_days": 10, "until": "$as_of"}}
    dated = card(criterion("last", decay), parameters={"as_of": {"type": "date"}})
    table = FRAME.assign(last=date(2026, 1, 1))
    path = tmp_path / "report.html"
    sk.write_report(dated, table, path, parameters={"as_of": date(2026, 1, 11)}, progress=False)
    assert sk.verify_report(path, table, progress=False)


def test_impact_and_evaluation_are_verified_too(tmp_path):
    path = tmp_path / "report.html"
    asked = {"live": reweighted(2.0), "outcome": "came", "segments": "kind", "progress": False}
    sk.write_report(CARD, FRAME, path, **asked)
    assert sk.verify_report(path, FRAME, live=reweighted(2.0), progress=False)
    found = sk.verify_report(path, FRAME.assign(came=[False, True, False, None]), progress=False)
    assert found.differences[0] == "column 'came' differs in rows 1 to 4 in the order of id"
    assert "evaluation.metrics.auc.value: 1.0 in the report, 0.0 now" in found.differences
    other = sk.verify_report(path, FRAME, live=reweighted(5.0), progress=False)
    assert other.differences[0].startswith("the live version differs from the one in the report")


def test_data_of_another_name_or_form_hold_where_they_are_the_same(written, tmp_path):
    (tmp_path / "rows.parquet").rename(tmp_path / "others.parquet")
    for data in (FRAME, tmp_path / "others.parquet", FRAME.sample(frac=1.0, random_state=1)):
        assert sk.verify_report(written, data, progress=False)
