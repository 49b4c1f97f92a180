import errno
import os

import pytest

from scoring_kit.errors import RegistryError
from scoring_kit.registry import folder as folder_module
from scoring_kit.registry.folder import (
    MANIFEST,
    Folder,
    held_to_read,
    held_to_write,
    home,
    made,
    opened,
)


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def test_a_file_is_written_once_and_read_back(folder):
    assert folder.read("a", "b.txt") is None
    assert folder.write(b"1", "a", "b.txt")
    assert not folder.write(b"1", "a", "b.txt")
    assert folder.read("a", "b.txt") == b"1"


def test_folders_are_named_without_links_files_and_hidden_ones(folder):
    for name in ("b", "a", ".git"):
        (folder.root / "in" / name).mkdir(parents=True)
    (folder.root / "in" / "file").write_text("")
    os.symlink(folder.root, folder.root / "in" / "link")
    assert folder.folders("in") == ("a", "b")
    assert folder.folders("none") == ()


def test_a_link_is_neither_read_nor_written_through(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret").write_text("mine")
    os.symlink(outside / "secret", folder.root / "file")
    os.symlink(outside, folder.root / "inner")
    for parts in (("file",), ("inner", "secret")):
        with pytest.raises(RegistryError, match=r"is expected, found something else, or a link"):
            folder.read(*parts)
        with pytest.raises(RegistryError, match=r"is expected, found something else, or a link"):
            folder.write(b"theirs", *parts)
    with pytest.raises(RegistryError, match="a folder is expected"):
        folder.folders("inner")
    assert (outside / "secret").read_text() == "mine"


def test_a_pipe_and_a_folder_are_no_files(folder):
    os.mkfifo(folder.root / "pipe")
    (folder.root / "sub").mkdir()
    for name in ("pipe", "sub"):
        with pytest.raises(RegistryError, match="a file is expected"):
            folder.read(name)
    (folder.root / "plain").write_text("")
    with pytest.raises(RegistryError, match="a folder is expected"):
        folder.read("plain", "below")


def test_a_folder_to_read_has_to_be_there(tmp_path):
    (tmp_path / "file").write_text("")
    for name, expected in (("none", "it is not there"), ("file", "it is no folder")):
        with pytest.raises(RegistryError, match=expected):
            opened(tmp_path / name)


def test_a_folder_to_write_is_created_in_one_that_is_there(tmp_path):
    assert list(made(tmp_path / "new").root.iterdir()) == []
    with pytest.raises(RegistryError, match="the folder none is not there; create it first"):
        made(tmp_path / "none" / "new")
    (tmp_path / "file").write_text("")
    with pytest.raises(RegistryError, match="it is no folder"):
        made(tmp_path / "file")


def test_files_of_others_are_not_written_over(tmp_path):
    (tmp_path / "README.md").write_text("mine")
    made(tmp_path)
    (tmp_path / "live.yaml").write_text("mine")
    with pytest.raises(RegistryError, match=r"it holds live.yaml, and is no export; name a new"):
        made(tmp_path)
    (tmp_path / MANIFEST).write_text("{}")
    made(tmp_path)


def test_scorecards_have_folders_of_their_own():
    assert home("book_club", "history.jsonl") == ("scorecards", "book_club", "history.jsonl")
    assert home("../x")[1] == "%2e%2e%2fx"


def test_a_folder_is_written_by_one_and_read_by_several_at_once(tmp_path):
    with held_to_write(tmp_path), pytest.raises(RegistryError, match="right now; try again"):
        held_to_write(tmp_path).__enter__()
    with held_to_write(tmp_path), pytest.raises(RegistryError, match="right now; try again"):
        held_to_read(tmp_path).__enter__()
    with held_to_read(tmp_path), held_to_read(tmp_path) as folder:
        assert folder.root == tmp_path
        with pytest.raises(RegistryError, match="right now; try again"):
            held_to_write(tmp_path).__enter__()


def test_where_there_are_no_locks_a_folder_is_taken_all_the_same(tmp_path, monkeypatch):
    def refuse(descriptor, kind):
        raise OSError(errno.ENOTSUP, "no locks here")

    monkeypatch.setattr(folder_module.fcntl, "flock", refuse)
    with held_to_write(tmp_path) as folder:
        assert folder.write(b"1", "a.txt")
    monkeypatch.setattr(folder_module, "fcntl", None)
    with held_to_read(tmp_path) as folder:
        assert folder.read("a.txt") == b"1"


def test_a_folder_into_which_nothing_was_written_is_not_left(tmp_path):
    with held_to_write(tmp_path / "new"):
        assert (tmp_path / "new").is_dir()
    assert not (tmp_path / "new").exists()
