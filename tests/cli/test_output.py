import json

import pytest

from scoring_kit.cli.output import check_is_free, print_json


def test_json_keeps_letters_of_all_languages(capsys):
    print_json({"name": "Größe"})
    out = capsys.readouterr().out
    assert (json.loads(out), "Größe" in out) == ({"name": "Größe"}, True)


def test_a_taken_name_is_refused_unless_forced(tmp_path):
    (tmp_path / "card.yaml").write_text("mine")
    check_is_free(tmp_path / "other.yaml", force=False)
    check_is_free(tmp_path / "card.yaml", force=True)
    with pytest.raises(FileExistsError, match="add --force"):
        check_is_free(tmp_path / "card.yaml", force=False)
