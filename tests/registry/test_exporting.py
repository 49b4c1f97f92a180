import hashlib
import json
import os
from contextlib import suppress

import pytest

from scoring_kit.errors import (
    ConflictError,
    Problem,
    RegistryError,
    ScorecardError,
    TamperingError,
)
from scoring_kit.registry import folder_writing
from scoring_kit.registry.folder import Folder
from scoring_kit.registry.folder_reading import read_contents
from scoring_kit.registry.registry import Registry
from scoring_kit.scorecard.document import hash_of
from scoring_kit.scorecard.files import read_scorecard, write_scorecard
from tests.registry.raw import tampered
from tests.registry.registries import promoted, small
from tests.registry.stocked import BINARY, HTML, JSON, files_of, sha256

SMALL = "scorecards/small"


def test_each_file_is_where_it_is_said_to_be(each_stock, tmp_path):
    exported = each_stock.export(tmp_path / "out")
    found = files_of(tmp_path / "out")
    odd = "%47r%c3%b6%c3%9fe%2f%2e%2e%2fcon%0a%23%20%f0%9f%8e%89"
    artefacts = {path for path in found if path[:10] == "artefacts/" and path[-6:] != ".jsonl"}
    assert set(found) - artefacts == {
        "live.yaml", "registry.json", "policies.jsonl", "scorecards/.gitattributes",
        "artefacts/index.jsonl", "scorecards/%63on/history.jsonl",
        "scorecards/%63on/versions/1.yaml", f"{SMALL}/history.jsonl", f"{SMALL}/runs.jsonl",
        f"{SMALL}/policies.jsonl", f"{SMALL}/live/production.yaml", f"{SMALL}/live/{odd}.yaml",
        *(f"{SMALL}/versions/{number}.yaml" for number in (1, 2, 3)),
    }  # fmt: skip
    endings = {sha256(JSON): "json", sha256(HTML): "html", sha256(BINARY): "bin"}
    assert {f"artefacts/{name}.{ending}" for name, ending in endings.items()} < artefacts
    artefacts -= {"artefacts/.gitattributes"}
    assert all(sha256(found[path]) == path[10:74] for path in artefacts)
    evidence = each_stock.history("small")[-1].evidence
    report = each_stock.report("small", 3).sha256
    assert {f"artefacts/{evidence}.json", f"artefacts/{report}.html"} < artefacts
    assert exported.written == len(found)
    assert found[f"artefacts/{sha256(HTML)}.html"] == HTML
    assert repr(exported).endswith(
        "out holds 2 scorecards, 4 versions, 17 transitions, 2 runs and 10 artefacts; "
        "26 files were written"
    )


def test_a_version_is_what_write_scorecard_writes(each_stock, tmp_path):
    each_stock.export(tmp_path / "out")
    for number in (1, 2, 3):
        path = tmp_path / "out" / SMALL / "versions" / f"{number}.yaml"
        write_scorecard(each_stock.version("small", number).card, tmp_path / "card.yaml")
        assert path.read_bytes() == (tmp_path / "card.yaml").read_bytes()
        assert hash_of(read_scorecard(path)) == each_stock.version("small", number).sha256
        (tmp_path / "card.yaml").unlink()
    live = tmp_path / "out" / SMALL / "live" / "production.yaml"
    assert hash_of(read_scorecard(live)) == each_stock.live("small").version.sha256


def test_a_line_of_a_history_is_what_its_hash_was_made_of(stock, out):
    lines = (out / SMALL / "history.jsonl").read_text("utf-8").split("\n")[:-1]
    assert len(lines) == len(stock.history("small"))
    for line, link in zip(lines, stock.history("small"), strict=True):
        fields = json.loads(line)
        assert fields.pop("hash") == link.hash
        text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert hashlib.sha256(text.encode()).hexdigest() == link.hash


def test_what_is_live_is_told_for_people(stock, out):
    text = (out / "live.yaml").read_text("utf-8")
    assert "production:\n  small:\n    version: 1\n    since: '2026-11-26 12:20 UTC'" in text
    assert "approved_by: bob\n" in text


def test_runs_that_have_ended_are_a_line_each(stock, out):
    lines = (out / SMALL / "runs.jsonl").read_text("utf-8").split("\n")[:-1]
    assert [json.loads(line)["status"] for line in lines] == ["done", "failed"]


def test_the_same_registry_gives_the_same_bytes_and_nothing_anew(each_stock, tmp_path):
    each_stock.export(tmp_path / "one")
    each_stock.export(tmp_path / "other")
    before = files_of(tmp_path / "one")
    assert before == files_of(tmp_path / "other")
    places = {path: os.stat(tmp_path / "one" / path).st_ino for path in before}
    assert each_stock.export(tmp_path / "one").written == 0
    assert files_of(tmp_path / "one") == before
    assert {path: os.stat(tmp_path / "one" / path).st_ino for path in before} == places


def test_only_what_is_new_is_written_and_nothing_of_others_touched(stock, out, tmp_path):
    folder = out
    (folder / "README.md").write_text("mine")
    (folder / SMALL / "notes.txt").write_text("mine")
    before = files_of(folder)
    promoted(stock, 9.0, "staging")
    stock.export(folder)
    after = files_of(folder)
    changed = {path for path in after if before.get(path) != after[path]}
    assert changed == {
        f"{SMALL}/versions/4.yaml", f"{SMALL}/live/staging.yaml", f"{SMALL}/history.jsonl",
        "live.yaml", "registry.json",
    }  # fmt: skip
    assert after[f"{SMALL}/history.jsonl"].startswith(before[f"{SMALL}/history.jsonl"])
    stock.export(tmp_path / "other")
    del after["README.md"], after[f"{SMALL}/notes.txt"]
    assert files_of(tmp_path / "other") == after


def test_comments_in_a_version_stay(stock, out):
    path = out / SMALL / "versions" / "1.yaml"
    commented = path.read_text("utf-8") + "# we talked about this\n"
    path.write_text(commented, "utf-8")
    assert stock.export(out).written == 0
    assert path.read_text("utf-8") == commented


def test_an_export_that_was_interrupted_is_known_and_ended_by_the_next(
    stock, out, tmp_path, monkeypatch
):
    write, left = Folder.write, [0]

    def fails(self, content, *parts):
        left[0] -= 1
        if left[0] < 0:
            raise OSError("the disk is full")
        return write(self, content, *parts)

    expected = files_of(out)
    for written in (0, 1, 4, 7, 12, len(expected) - 1, len(expected)):  # a mark comes first
        left[0], folder = written, tmp_path / f"out{written}"
        with monkeypatch.context() as patched:
            patched.setattr(Folder, "write", fails)
            with pytest.raises(OSError, match="the disk is full"):
                stock.export(folder)
        with suppress(RegistryError):  # it holds nothing, or is refused
            assert read_contents(Folder(folder)).cards == ()
        stock.export(folder)
        assert files_of(folder) == expected


def test_a_registry_that_was_tampered_with_is_not_exported(each_stock, tmp_path):
    tampered(each_stock, "UPDATE transitions SET actor = 'eve' WHERE sequence = 3")
    with pytest.raises(TamperingError, match="is broken at link 3"):
        each_stock.export(tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_artefact_that_was_tampered_with_is_not_exported(stock, tmp_path):
    other = "(SELECT min(content) FROM artefacts WHERE media = 'text/html')"
    changed = f"UPDATE artefacts SET content = {other} WHERE media = 'application/x-y'"
    tampered(stock, changed)
    with pytest.raises(TamperingError, match=f"artefact {sha256(BINARY)[:8]} was changed"):
        stock.export(tmp_path / "new")


def test_evidence_that_was_taken_out_is_missed(each_stock, tmp_path):
    evidence = each_stock.history("small")[-1].evidence
    tampered(each_stock, f"DELETE FROM artefacts WHERE sha256 = '{evidence}'")
    with pytest.raises(TamperingError, match=r"the evidence of link 16 of 'small'"):
        each_stock.export(tmp_path / "out")


def test_a_hash_that_is_none_leads_nowhere(stock, tmp_path):
    odd = "../" * 20 + "abcd"
    tampered(stock, f"UPDATE artefacts SET sha256 = '{odd}' WHERE media = 'application/x-y'")
    with pytest.raises(TamperingError, match="artefact"):
        stock.export(tmp_path / "new")
    assert list(tmp_path.rglob("*abcd*")) == []


def test_a_document_that_yaml_cannot_carry_stays_json(stock, tmp_path, monkeypatch):
    def too_large(card):
        raise ScorecardError([Problem("too_large", "", "the file is too large")])

    monkeypatch.setattr(folder_writing, "yaml_text", too_large)
    folder = tmp_path / "new"
    stock.export(folder)
    document = (folder / SMALL / "versions" / "2.json").read_bytes()
    assert sha256(document) == stock.version("small", 2).sha256
    assert (folder / SMALL / "live" / "production.json").exists()
    with Registry(f"sqlite:///{tmp_path}/copy.db") as copy:
        copy.import_from(folder, by="ann")
        assert copy.version("small", 2).card == stock.version("small", 2).card
        assert copy.export(folder).written == 0


# ---- a folder that goes otherwise ----------------------------------------------------------


def test_a_folder_of_another_registry_is_not_written_over(stock, tmp_path):
    folder = tmp_path / "theirs"
    with Registry(f"sqlite:///{tmp_path}/other.db") as other:
        other.add(small(5.0), "other", author="eve")
        other.add(small(1.0, name="more"), "other", author="eve")
        other.export(folder)
    before = files_of(folder)
    with pytest.raises(ConflictError, match="holds something else than the registry") as caught:
        stock.export(folder)
    for line in (
        "- scorecards/more: the registry has no such scorecard",
        "- scorecards/small/versions/1.yaml: this is another document; delete it",
        "- scorecards/small/history.jsonl, line 1: it is another",
    ):
        assert line in str(caught.value).splitlines()
    assert files_of(folder) == before


def test_a_folder_that_goes_further_is_not_written_over(stock, out, tmp_path):
    with Registry(f"sqlite:///{tmp_path}/copy.db") as copy:
        copy.import_from(out, by="ann")
        copy.add(small(7.0), "further", author="ann")
        copy.export(out)
    with pytest.raises(ConflictError, match=r"history.jsonl, line 17: it is longer"):
        stock.export(out)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"{SMALL}/versions/1.yaml", "this is another document"),
        (f"{SMALL}/runs.jsonl", "line 1: the registry has no such run"),
        (f"{SMALL}/policies.jsonl", "line 1: it is another"),
        ("policies.jsonl", "line 1: it is another"),
        (f"artefacts/{sha256(HTML)}.html", "it was changed; delete it"),
        ("registry.json", "an export has another one"),
    ],
)
def test_a_file_that_was_changed_is_named(stock, out, path, expected):
    (out / path).write_text("name: other\n")
    with pytest.raises(RegistryError, match=expected):
        stock.export(out)


def test_what_follows_from_the_rest_is_written_anew(stock, out):
    before = files_of(out)
    for path in ("live.yaml", f"{SMALL}/live/production.yaml", "scorecards/.gitattributes"):
        (out / path).write_text("changed")
    assert stock.export(out).written == 3
    assert files_of(out) == before


def test_a_link_in_a_folder_is_not_followed(stock, out, tmp_path):
    (out / "live.yaml").unlink()
    (tmp_path / "mine").write_text("mine")
    os.symlink(tmp_path / "mine", out / "live.yaml")
    with pytest.raises(RegistryError, match="a file is expected, found something else, or a link"):
        stock.export(out)
    assert (tmp_path / "mine").read_text() == "mine"
