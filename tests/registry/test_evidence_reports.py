import json
from dataclasses import replace
from datetime import timedelta

import pytest

from scoring_kit.errors import RegistryError
from scoring_kit.registry.evidence_reports import reported
from scoring_kit.report.embedding import embedded_text, sealed
from scoring_kit.scorecard.document import hash_of
from tests.registry.registries import NOON
from tests.registry.studies import report_of, tiered


@pytest.fixture
def written(tmp_path):
    """The path of a report that was written at noon."""
    path = tmp_path / "june.html"
    report_of(8, 6).save(path)
    return path


def changed(report, old, new, *, seal=True):
    """Return a report in which something was put in the place of another."""
    page = report.html.replace(old, new)
    assert page != report.html
    page = page[: page.rindex("<!-- seal")]
    return replace(report, html=sealed(page) if seal else f"{page}<!-- seal sha256:0 -->\n")


def test_a_report_tells_what_it_is_about(written):
    for report in (report_of(8, 6), written, str(written)):
        found = reported(report)
        assert (found.card, found.live) == (hash_of(tiered(8)), hash_of(tiered(6)))
        assert (found.sample.rows, found.made) == (10, NOON)
        assert found.page == written.read_bytes()


def test_a_moment_in_any_zone_is_kept_in_utc():
    made = NOON.astimezone(tz=None).replace(tzinfo=None)
    local = report_of(8)
    east = replace(local, run={"started": (made + timedelta(hours=9)).isoformat() + "+09:00"})
    assert reported(east).made.utcoffset() == timedelta(0)


def test_what_is_no_report_is_refused(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("<p>fine</p>")
    (tmp_path / "page.run.json").write_text("{}")
    with pytest.raises(RegistryError, match="nothing says when it was made"):
        reported(path)
    with pytest.raises(RegistryError, match="report is no report"):
        reported(replace(report_of(8), html="<p>fine</p>"))
    with pytest.raises(TypeError, match="a Report or the path of one is expected, found int"):
        reported(3)
    with pytest.raises(FileNotFoundError, match=r"none\.html"):
        reported(tmp_path / "none.html")


def test_a_report_that_was_changed_after_it_was_written_is_refused(written):
    page = written.read_text()
    with pytest.raises(RegistryError, match="its seal is broken; make the report again"):
        reported(replace(report_of(8, 6), html=page.replace("10 rows", "11 rows")))
    written.write_text(page.replace("10 rows", "11 rows"))
    with pytest.raises(RegistryError, match=r"june\.run\.json beside it tells of another report"):
        reported(written)


def test_a_document_under_anothers_hash_is_refused_although_the_seal_is_whole():
    other = hash_of(tiered(7))
    forged = changed(report_of(8, 6), hash_of(tiered(8)), other)
    with pytest.raises(RegistryError, match="its documents are not those whose hashes it names"):
        reported(forged)


@pytest.mark.parametrize("part", ["fingerprint", "document_hash", "documents", "lineage"])
def test_damaged_figures_are_refused(part):
    report = report_of(8, 6)
    text = embedded_text(report.html)
    forged = changed(report, text, text.replace(f'"{part}"', '"gone"'))
    with pytest.raises(RegistryError, match="its figures are damaged"):
        reported(forged)


def test_a_document_that_is_none_is_refused():
    forged = changed(report_of(8), '"scoring-kit/1"', '"scoring-kit/9"')
    with pytest.raises(RegistryError, match="a scorecard in report has 1 problem"):
        reported(forged)


def test_a_file_that_does_not_tell_when_it_was_made_is_refused(written):
    beside = written.with_name("june.run.json")
    run = json.loads(beside.read_text())
    beside.write_text(json.dumps({**run, "started": "2026-11-26T12:00:00"}))
    with pytest.raises(RegistryError, match="has no time zone"):
        reported(written)
    beside.unlink()
    with pytest.raises(RegistryError, match=r"june\.run\.json is not beside it, or is damaged"):
        reported(written)
