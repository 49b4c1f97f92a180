import hashlib
import json
import re
import shutil

import pytest

from scoring_kit.errors import RegistryError, TamperingError
from scoring_kit.registry.folder import Folder
from scoring_kit.registry.folder_reading import read_contents
from tests.registry.stocked import HTML, JSON, sha256

SMALL = "scorecards/small"


def problems(out):
    """Return what is wrong with a folder, a line for each thing."""
    with pytest.raises(TamperingError, match=r"has .* problems?; restore the files") as caught:
        read_contents(Folder(out))
    return str(caught.value).splitlines()[1:]


def edited(path, old, new):
    text = path.read_bytes()
    assert text.count(old) >= 1
    path.write_bytes(text.replace(old, new, 1))


def lines(path):
    return path.read_bytes().split(b"\n")[:-1]


def written(path, rows):
    path.write_bytes(b"".join(row + b"\n" for row in rows))


def resealed(path, sequence, **changes):
    """Change a link, and make its hash and all that follow it anew."""
    rows, previous = [json.loads(line) for line in lines(path)], None
    for row in rows:
        if row["sequence"] == sequence:
            row |= changes
        row["previous"] = previous or row["previous"]
        bare = {name: row[name] for name in row if name != "hash"}
        text = json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        row["hash"] = previous = hashlib.sha256(text.encode()).hexdigest()
    dumped = [
        json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False) for row in rows
    ]
    written(path, [line.encode() for line in dumped])


def test_an_untouched_folder_is_read_whole(out):
    contents = read_contents(Folder(out))
    assert [card.name for card in contents.cards] == ["con", "small"]
    assert contents.totals == {
        "scorecard": 2, "version": 4, "transition": 17, "run": 2, "artefact": 10
    }  # fmt: skip


def test_files_of_others_are_not_read(out):
    for path in ("README.md", f"{SMALL}/notes.txt", "scorecards/.hidden/x", "artefacts/x.json",
                 "scorecards/notes.md", f"{SMALL}/versions/99.yaml"):  # fmt: skip
        (out / path).parent.mkdir(exist_ok=True)
        (out / path).write_text("\x00")
    assert read_contents(Folder(out)).totals["version"] == 4


def test_comments_and_another_order_in_yaml_change_nothing(out):
    path = out / SMALL / "versions" / "1.yaml"
    rows = lines(path)
    path.write_bytes(b"# agreed on\r\n" + b"\r\n".join(rows) + b"\r\n")
    assert read_contents(Folder(out)).totals["version"] == 4


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (f"{SMALL}/history.jsonl", b'"actor":"bob"', b'"actor":"eve"', r"broken at link 3: its fi"),
        (f"{SMALL}/history.jsonl", b'"actor":"bob"', b'"actor": "bob"', "line 3: it is not spelt"),
        (f"{SMALL}/history.jsonl", b'"sequence":2', b'"sequence":3', "broken at link 2: it is mis"),
        (f"{SMALL}/history.jsonl", b'"revision":0', b'"revision":"0"', "revision: '0' is not of"),
        (f"{SMALL}/history.jsonl", b'"scorecard":"small"', b'"scorecard":"con"', "no history of a"),
        (f"{SMALL}/history.jsonl", b"{", b"[", "line 1: it is no JSON of an object"),
        (f"{SMALL}/versions/2.yaml", b"criterion: age", b"criterion: wage", "hash is .* was added"),
        (f"{SMALL}/versions/2.yaml", b"name: small", b"name: large", "a version of 'large'"),
        (f"{SMALL}/versions/2.yaml", b"schema:", b"- schema:", "versions/2"),
        (f"{SMALL}/runs.jsonl", b'"number":3', b'"number":2', "run .* is not one that ended"),
        (f"{SMALL}/runs.jsonl", b'"failed"', b'"running"', "run .* is not one that ended"),
        (f"{SMALL}/runs.jsonl", b'"id":"', b'"id":"x"', "line 1: it is no JSON"),
        (f"{SMALL}/policies.jsonl", b'"sha256":"', b'"sha256":"f', "64 letters"),
        ("artefacts/index.jsonl", b"\n", b"", "line 1: it is no JSON"),
        (f"artefacts/{sha256(HTML)}.html", b"\r\n", b"\n", "is not what its name says"),
        ("artefacts/index.jsonl", b"text/html", b"text/htm", r"712450d3.*bin is missing|missing"),
        ("registry.json", b'"transitions": 16', b'"transitions": 15', "goes otherwise than the"),
        ("registry.json", b'"staging"', b'"production"', "environment are not different"),
        ("registry.json", b'"policies": 1,\n  "scorecards"', b'"policies": 0,\n  "scorecards"',
         "policies.jsonl: it has 1 lines, and registry.json knows 0"),
    ],
)  # fmt: skip
def test_what_was_changed_is_named(out, path, old, new, expected):
    edited(out / path, old, new)
    found = problems(out)
    assert any(re.search(expected, line) for line in found), found


@pytest.mark.parametrize(
    "path",
    [
        f"{SMALL}/versions/2.yaml", f"{SMALL}/history.jsonl", f"{SMALL}/runs.jsonl",
        f"{SMALL}/policies.jsonl", "policies.jsonl", "artefacts/index.jsonl",
        f"artefacts/{sha256(JSON)}.json", "scorecards/%63on/history.jsonl",
    ],
)  # fmt: skip
def test_what_was_taken_out_is_missed(out, path):
    (out / path).unlink()
    assert problems(out)


def test_an_end_that_was_cut_off_is_missed(out):
    path = out / SMALL / "history.jsonl"
    written(path, lines(path)[:-1])
    assert any("goes otherwise than the export" in line for line in problems(out))
    path.write_bytes(path.read_bytes()[:-1])
    assert any("it ends in the middle of a line" in line for line in problems(out))


def test_a_scorecard_that_was_taken_out_or_moved_is_missed(out):
    (out / SMALL).rename(out / "scorecards" / "large")
    assert problems(out) == [
        "- scorecards/large/history.jsonl: this is no history of a scorecard that is kept here, "
        "that of 'small' is in scorecards/small",
        "- the scorecard 'small' is missing",
    ]


@pytest.mark.parametrize(
    ("number", "changes", "expected"),
    [
        (2, {"before": "live"}, "version 1 was not live before it"),
        (2, {"sha256": "f" * 64}, "link 2 names another hash than its version has"),
        (1, {"sha256": "f" * 64}, "its hash is .*, and ffffffff was added"),
        (5, {"number": 3}, "versions are not numbered from 1 without gaps"),
        (
            16,
            {"environment": "mars", "revision": 0},
            "the environment 'mars' is not in registry.json",
        ),
        (2, {"at": "2026-11-26T14:00:00.000000+00:00"}, "it is earlier than the one before it"),
        (2, {"evidence": "e" * 64}, "eeeeeeee, which link 2 of 'small' names, is missing"),
        (2, {"scorecard": "con"}, "some of its links are not of 'small'"),
    ],
)
def test_a_history_that_was_written_anew_has_to_make_sense(out, number, changes, expected):
    resealed(out / SMALL / "history.jsonl", number, **changes)
    found = problems(out)
    assert any(re.search(expected, line) for line in found), found


def test_a_history_that_was_written_anew_is_not_what_the_manifest_says(out):
    resealed(out / SMALL / "history.jsonl", 2, actor="eve")
    [found] = problems(out)
    assert "history.jsonl: it goes otherwise than the export" in found


def test_one_document_is_there_once(out):
    path = out / SMALL / "history.jsonl"
    first = json.loads(lines(path)[0])
    resealed(path, 5, sha256=first["sha256"])
    shutil.copy(out / SMALL / "versions" / "1.yaml", out / SMALL / "versions" / "2.yaml")
    assert any("one document was added twice" in line for line in problems(out))


def test_all_problems_are_told_at_once(out):
    (out / SMALL / "versions" / "1.yaml").unlink()
    edited(out / SMALL / "versions" / "2.yaml", b"criterion: age", b"criterion: wage")
    edited(out / "scorecards" / "%63on" / "history.jsonl", b"first", b"last")
    (out / f"artefacts/{sha256(HTML)}.html").unlink()
    found = "\n".join(problems(out))
    for place in (
        "small/versions/1.yaml",
        "small/versions/2",
        "'con' is broken at link 1",
        ".html",
    ):
        assert place in found


def test_of_many_problems_the_first_are_named(out):
    for number in range(30):
        (out / "scorecards" / f"x{number:02}").mkdir()
    found = problems(out)
    assert (len(found), found[-1]) == (21, "- and 10 more")


# ---- what is no export ---------------------------------------------------------------------


def test_a_folder_without_a_manifest_is_none(tmp_path):
    with pytest.raises(RegistryError, match=r"it holds no registry.json; name the folder of an e"):
        read_contents(Folder(tmp_path))


@pytest.mark.parametrize(
    "text",
    [
        "", "{}", "[]", "null", '{"format": 1}', "[" * 100_000,
        '{"format": "scoring-kit/registry/1"}',
        '{"format": "scoring-kit/registry/1", "environments": 1, "policies": 0, "scorecards": {}}',
        '{"format": "scoring-kit/registry/1", "environments": [], "policies": 0, "scorecards": []}',
        '{"format": "scoring-kit/registry/1", "environments": [[]], "policies": 0,'
        ' "scorecards": {"a": {"head": 1}}}',
    ],
)  # fmt: skip
def test_a_manifest_that_is_none_is_refused(tmp_path, text):
    (tmp_path / "registry.json").write_text(text)
    with pytest.raises(TamperingError, match=r"registry.json: an export has another one"):
        read_contents(Folder(tmp_path))


def test_an_export_of_a_newer_scoring_kit_is_refused(tmp_path):
    (tmp_path / "registry.json").write_text('{"format": "scoring-kit/registry/2"}')
    with pytest.raises(
        RegistryError, match=r"it is a 'scoring-kit/registry/2', and .*; update sco"
    ):
        read_contents(Folder(tmp_path))


def test_a_link_in_a_folder_is_not_followed(out, tmp_path):
    path = out / SMALL / "versions" / "1.yaml"
    path.rename(tmp_path / "outside.yaml")
    path.symlink_to(tmp_path / "outside.yaml")
    with pytest.raises(RegistryError, match="a file is expected, found something else, or a link"):
        read_contents(Folder(out))


def test_a_hash_in_the_index_leads_nowhere(out):
    edited(out / "artefacts" / "index.jsonl", sha256(JSON).encode(), b"../" * 20 + b"etc/")
    assert any("is missing" in line for line in problems(out))
