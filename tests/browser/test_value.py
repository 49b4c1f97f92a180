"""The editor of value functions: by pointer, by keys and from Python it makes the same documents.

Recency of the book club has knots at 2, 6, 12, 24 and 36 months; its plot begins at 1.5 months and
ends at 37.5 or beyond, with values from 0 to 100, so that steps are 1 month and 1 point.
"""

import pytest

import scoring_kit as sk
from scoring_kit import Playground
from scoring_kit.scorecard.canonical import canonical_bytes
from scoring_kit.scorecard.document import to_document
from tests.browser.stage import staged

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("value")]

KNOTS = '.kn[role="slider"]'


@pytest.fixture
def stage(executable):
    """Return a stage with the book club, as it is live."""
    example = sk.example("book_club")
    with staged(executable, Playground(example.scorecard, example.data)) as opened:
        opened.until("() => window.app.facts.value")
        yield opened
        assert opened.errors == []


def look_at(stage, criterion):
    choice = stage.page.get_by_label("Criterion", exact=True)
    choice.focus()
    choice.select_option(criterion)
    stage.until("name => window.app.facts.value?.criterion === name", arg=criterion)
    stage.settle()


def press(stage, handle, *keys):
    """Press keys on a handle, and wait until what they did is one edit."""
    stage.page.locator(handle).focus()
    for key in keys:
        stage.page.keyboard.press(key)
    stage.page.wait_for_timeout(500)
    stage.settle()


def drag(stage, handle, right, up):
    """Drag a handle by parts of the plot, in ten moves."""
    area = stage.page.locator(".value .ar").bounding_box()
    box = stage.page.locator(handle).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = stage.page.mouse
    mouse.move(x, y)
    mouse.down()
    for part in range(1, 11):
        mouse.move(x + right * area["width"] * part / 10, y - up * area["height"] * part / 10)
        stage.pump()
        stage.page.wait_for_timeout(20)
    mouse.up()
    stage.settle()


def knot(number):
    return f".value {KNOTS} >> nth={number}"


def written(playground):
    return canonical_bytes(to_document(playground.scorecard))


def by_python(edit):
    """Return the document that an edit of a session in Python leads to."""
    example = sk.example("book_club")
    other = Playground(example.scorecard, example.data)
    edit(other.session)
    return written(other)


def knots_of(playground, name="recency"):
    (criterion,) = (part for part in playground.scorecard.criteria if part.name == name)
    return [list(knot) for knot in criterion.value.knots]


def focused(stage):
    return stage.page.evaluate(
        "() => document.querySelector('.scoring-kit-playground').shadowRoot.activeElement"
        "?.getAttribute('aria-label')"
    )


def test_a_knot_that_is_dragged_is_one_edit_the_same_as_by_keys_and_from_python(stage):
    drag(stage, knot(2), 0, -0.2)
    x, after = knots_of(stage.playground)[2]
    assert (x, after) == (12, pytest.approx(30, abs=1))  # 50 - 20, to a pixel
    assert len(stage.playground.session.history) == 1
    dragged = written(stage.playground)
    press(stage, knot(2), "Control+z")
    press(stage, knot(2), *["ArrowDown"] * int(50 - after))
    assert written(stage.playground) == dragged
    assert dragged == by_python(lambda other: other.move_knot("recency", 2, value=after))


def test_keys_move_a_knot_both_ways_in_one_edit(stage):
    press(stage, knot(2), "ArrowRight", "ArrowRight", "Shift+ArrowDown", "ArrowUp")
    assert knots_of(stage.playground)[2] == [14, 41]  # 12 + 2 months, 50 - 10 + 1 points
    assert len(stage.playground.session.history) == 1
    assert focused(stage) == "Knot 3 of 5"


def test_an_edit_is_undone_and_redone_with_the_focus_where_it_was(stage):
    first = written(stage.playground)
    press(stage, knot(1), "Shift+ArrowDown")
    moved = written(stage.playground)
    press(stage, knot(1), "Control+z")
    assert written(stage.playground) == first
    press(stage, knot(1), "Control+Shift+z")
    assert written(stage.playground) == moved != first
    assert focused(stage) == "Knot 2 of 5"


def test_a_knot_stays_between_its_neighbours(stage):
    press(stage, knot(1), *["Shift+ArrowRight"] * 2)
    assert knots_of(stage.playground)[1] == [11, 80]  # the next one stands at 12
    drag(stage, knot(1), -0.9, 0)
    assert knots_of(stage.playground)[1] == [3, 80]


def test_a_drag_that_escape_ends_changes_nothing(stage):
    first = written(stage.playground)
    box = stage.page.locator(knot(2)).bounding_box()
    stage.page.mouse.move(box["x"] + 12, box["y"] + 12)
    stage.page.mouse.down()
    stage.page.mouse.move(box["x"] + 12, box["y"] + 52, steps=4)
    stage.page.keyboard.press("Escape")
    stage.page.mouse.move(box["x"] + 12, box["y"] + 92, steps=4)
    stage.page.mouse.up()
    stage.settle()
    assert written(stage.playground) == first
    assert len(stage.playground.session.history) == 0


def test_a_knot_is_added_halfway_and_looked_at(stage):
    press(stage, knot(1), "Insert")
    assert knots_of(stage.playground)[2] == [9, 65]  # halfway from (6, 80) to (12, 50)
    assert focused(stage) == "Knot 3 of 6"
    assert stage.page.get_by_label("The input of knot 3 of recency").input_value() == "9"


def test_a_knot_is_added_where_the_plot_is_pressed_twice(stage):
    area = stage.page.locator(".value .ar")
    box = area.bounding_box()
    area.dblclick(position={"x": box["width"] * 0.5, "y": box["height"] * 0.1})
    stage.settle()
    xs = [x for x, _ in knots_of(stage.playground)]
    # on the line from (12, 50) to (24, 15)
    assert xs == [2, 6, 12, pytest.approx(19.5, abs=1), 24, 36]
    x, value = knots_of(stage.playground)[3]
    assert value == pytest.approx(50 - 35 * (x - 12) / 12, rel=1e-12)


def test_knots_are_deleted_until_two_are_left_and_the_focus_goes_to_a_neighbour(stage):
    press(stage, knot(4), "Delete")
    assert focused(stage) == "Knot 4 of 4"
    press(stage, knot(0), "Delete", "Delete")
    assert knots_of(stage.playground) == [[12, 50], [24, 15]]
    before = written(stage.playground)
    press(stage, knot(0), "Delete")
    assert written(stage.playground) == before
    problem = stage.page.locator(".problem").inner_text()
    assert problem == "a line needs two knots or more, and has two; move one instead"
    assert focused(stage) == "Knot 1 of 2"


def test_undoing_takes_the_focus_to_a_knot_that_is_still_there(stage):
    press(stage, knot(4), "Insert")  # between the last two
    press(stage, knot(5), "Control+z")
    assert focused(stage) == "Knot 5 of 5"


def test_home_and_end_go_to_the_first_and_last_knot(stage):
    press(stage, knot(2), "End")
    assert focused(stage) == "Knot 5 of 5"
    press(stage, knot(2), "Home")
    assert focused(stage) == "Knot 1 of 5"


def test_snapping_makes_the_curve_fall_throughout(stage):
    stage.playground.session.move_knot("recency", 1, value=40)  # then 50 at the next one
    stage.settle()
    assert "Declared to fall, and rises from 6 to 12." in stage.page.locator(".value").inner_text()
    stage.page.get_by_text("Snap monotone").press("Enter")
    stage.settle()
    values = [value for _, value in knots_of(stage.playground)]
    assert values == [100, 45, 45, 15, 0]  # (40 + 50) / 2
    assert stage.page.get_by_text("Snap monotone").get_attribute("aria-disabled") == "true"


def test_exact_numbers_are_typed_and_refused_ones_leave_all_as_it_was(stage):
    stage.page.locator(knot(2)).focus()
    box = stage.page.get_by_label("The input of knot 3 of recency")
    box.fill("12.25")
    box.press("Enter")
    stage.settle()
    assert knots_of(stage.playground)[2] == [12.25, 50]
    before = written(stage.playground)
    for text, reason in [("24", "stays above 6 and below 24"), ("a lot", 'found "a lot"')]:
        box.fill(text)
        box.press("Enter")
        stage.settle()
        assert reason in stage.page.locator(".problem").inner_text()
        assert (written(stage.playground), box.input_value()) == (before, "12.25")


def test_an_edge_and_a_value_of_a_bin_are_moved(stage):
    look_at(stage, "frequency")  # below 3: 30, below 6: 60, below 9: 75, then 100
    press(stage, '.be[data-part="edge 1"]', "ArrowRight")
    press(stage, '.kn[data-part="value 2"]', "Shift+ArrowUp")

    def edit(session):
        session.set_bin_edge("frequency", 1, 7)
        session.set_bin_points("frequency", 2, 85)

    assert written(stage.playground) == by_python(edit)
    drag(stage, '.be[data-part="edge 1"]', 0.5, 0)  # as far as the next one, at 9
    (frequency,) = (c for c in stage.playground.scorecard.criteria if c.name == "frequency")
    assert frequency.value.edges == ((3, False), (8, False), (9, False))


def test_the_value_of_a_category_is_moved(stage):
    look_at(stage, "shelf")
    slider = '.cr input[aria-label="Value of travel, live 70"]'
    press(stage, slider, "ArrowUp", "Shift+ArrowRight")
    edited = by_python(lambda session: session.set_category_points("shelf", "travel", 81))
    assert written(stage.playground) == edited
    assert len(stage.playground.session.history) == 1
    box = stage.page.locator('.cr input[aria-label="Value of travel"]')
    assert box.input_value() == "81"


def test_the_focus_stays_on_the_choice_of_a_criterion(stage):
    look_at(stage, "shelf")
    assert focused(stage) == "Criterion"
    assert stage.page.locator(".cr .tx").all_inner_texts() == [
        "art", "travel", "family", "practical", "cooking", "none",
    ]  # fmt: skip


def test_what_a_missing_input_counts_as_is_chosen_among_what_the_document_takes(stage):
    choice = stage.page.get_by_label("Missing recency counts as")
    words = choice.locator("option").all_inner_texts()
    # without a reference there is no neutral, and a mean has no skip
    assert words == ["worst", "best", "reweight", "fail", "a number"]
    choice.select_option("reweight")
    stage.settle()
    edited = by_python(lambda session: session.set_missing("recency", "reweight"))
    assert written(stage.playground) == edited
    choice.select_option("number")
    stage.page.keyboard.type("12.5")
    stage.page.keyboard.press("Enter")
    stage.settle()
    edited = by_python(lambda session: session.set_missing("recency", 12.5))
    assert written(stage.playground) == edited
