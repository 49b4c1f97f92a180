import pytest

from scoring_kit.display.tables import lines, marked, table


def test_cells_are_escaped_and_numbers_marked():
    written = table(["name", "rows"], [["<x>", "12"]], numbers=[1], caption="tiers")
    assert '<td>&lt;x&gt;</td><td class="n">12</td>' in written
    assert '<th>name</th><th class="n">rows</th>' in written
    assert 'aria-label="tiers"' in written


def test_lines_stand_below_each_other():
    assert lines("a", None, "b") == "<div>a</div><div>b</div>"


def test_marked_text_has_its_kind():
    assert marked("quiet", "<x>") == '<span class="quiet">&lt;x&gt;</span>'


@pytest.mark.parametrize(("columns", "is_moved"), [(4, False), (5, True)])
def test_wide_tables_are_moved_by_the_keyboard(columns, is_moved):
    written = table([""] * columns, [], caption="top rows")
    assert ('tabindex="0"' in written) is is_moved
    assert ('<div class="table" role="group" aria-label="top rows"' in written) is is_moved
