import pytest

from scoring_kit.display.lines import one_line, visible


@pytest.mark.parametrize("code", [0x1B, 0x07, 0x0D, 0x9B, 0x202E, 0x2066, 0x2028, 0x85])
def test_what_steers_a_terminal_or_turns_its_direction_is_spelt_out(code):
    assert visible(f"a{chr(code)}b").isprintable()
    assert f"{code:x}" in visible(chr(code)).lower() or visible(chr(code)) == "\\r"


def test_lines_and_joined_emoji_stay_and_one_line_spells_its_ends_out():
    family = "\N{MAN}\u200d\N{WOMAN}"
    assert visible(f"one\n\t{family}") == f"one\n\t{family}"
    assert one_line(f"one\n\t{family}") == f"one\\n\\t{family}"
