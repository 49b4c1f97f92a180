import json

import pytest

from scoring_kit.cli.output import (
    check_is_free,
    draw_table,
    print_json,
    print_table,
    visible,
    words,
)


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain é 漢 🎉\n\ttext", "plain é 漢 🎉\n\ttext"),
        ("\x1b[2J\x07", "\\x1b[2J\\x07"),
        ("a\u202eb", "a\\u202eb"),
        ("one\rtwo\u2028three", "one\\rtwo\\u2028three"),
        ("👩\u200d🌾", "👩\u200d🌾"),
    ],
)
def test_signs_that_steer_a_terminal_are_spelt_out(text, expected):
    assert visible(text) == expected


def test_a_table_takes_text_as_it_is(capsys):
    drawn = draw_table("[bold]a", ["b", "n"], right=["n"])
    drawn.add_row(words("[red]x\x1b"), "1")
    print_table(drawn)
    printed = capsys.readouterr().out
    assert "[bold]a" in printed
    assert "[red]x\\x1b" in printed
