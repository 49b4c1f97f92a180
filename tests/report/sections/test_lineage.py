import pandas as pd
import pyarrow as pa

import scoring_kit as sk
from scoring_kit.report.sections.lineage import lineage_section
from tests.cards import card, criterion
from tests.report.reports import FRAME, Page, subject
from tests.scored import CARD


def test_hashes_and_fingerprint_are_those_of_the_library():
    live = card(criterion("x"), name="older")
    figures = lineage_section(subject(live=live)).figures
    known = sk.fingerprint(FRAME, key="id")
    assert figures["fingerprint"] == known.to_dict()
    lineage = sk.score(CARD, FRAME).lineage()
    assert (figures["document_hash"], figures["live"]) == (lineage.document_hash, "older")
    text = Page(lineage_section(subject(live=live)).html).text
    assert known.text in text
    assert figures["live_hash"] in text


def test_parameters_of_both_cards_are_told_defaults_included():
    def told(name, **parameter):
        return card(
            criterion("x", f"x * ${name}", reference=1),
            parameters={name: {"type": "number", **parameter}},
        )

    found = lineage_section(
        subject(told("by", default=2), live=told("times"), parameters={"times": 3})
    )
    assert found.figures["parameters"] == {"by": 2.0, "times": 3.0}
    assert "by 2, times 3" in Page(found.html).text


def test_columns_of_types_without_a_fingerprint_are_named():
    table = pa.table({**FRAME[["id", "x", "y"]], "many": [[1], [2], [3], [4]]})
    section = lineage_section(subject(data=table))
    assert section.figures["without_fingerprint"] == ["many"]
    assert list(section.figures["fingerprint"]["columns"]) == ["id", "x", "y"]
    assert "Without a fingerprint, as their type has none: many." in Page(section.html).text


def test_without_a_key_there_are_no_blocks():
    keyless = CARD.model_copy(update={"key": ()})
    section = lineage_section(subject(keyless))
    assert section.figures["fingerprint"]["blocks"] == []
    assert "in the order of" not in section.html


def test_a_file_is_called_by_its_name_in_the_command(tmp_path):
    pd.DataFrame(FRAME).to_parquet(tmp_path / "rows.parquet")
    text = Page(lineage_section(subject(data=tmp_path / "rows.parquet")).html).text
    assert "scoring-kit report --verify report.html rows.parquet" in text
    assert str(tmp_path) not in text
