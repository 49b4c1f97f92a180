"""The panels that explain, where cards, tables and screens are not as one would wish."""

import pytest

import scoring_kit as sk
from scoring_kit.playground.widget import Playground
from tests.browser.explained import overlapping, see, steps
from tests.browser.stage import staged

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("explain_odd")]

HOSTILE = "<img src=x onerror=\"app.hit=1\"> & 'quoted'"
PANELS = (".pw", ".ps", ".pl", ".outc")


def card_of(criteria, **more):
    root = {"aggregate": "mean", "of": criteria}
    return sk.parse_scorecard({"schema": "scoring-kit/1", "name": "odd", "score": root, **more})


def points(name):
    return {"criterion": name, "value": "identity", "missing": "fail"}


def test_of_many_criteria_those_that_changed_most_are_shown(executable):
    names = [f"number_{number}" for number in range(60)]
    card = card_of([points(name) for name in names])
    playground = Playground(card, {name: [1.0, 2.0] for name in names})
    playground.session.rebalancing = "none"
    playground.session.set_weight("number_7", 30.0)
    with staged(executable, playground, width=1000) as stage:
        see(stage, row=1)
        # Live, Draft, twelve criteria and the others as one
        assert len(steps(stage)) == 15
        assert "number_7" in steps(stage)
        assert "48 others" in steps(stage)
        stage.page.locator(".pw").get_by_role("button", name="Show all criteria").click()
        stage.page.wait_for_timeout(60)
        assert set(names) <= set(steps(stage))


def test_names_and_values_are_shown_as_they_are(executable):
    category = {
        "criterion": "kind",
        "value": {"categories": {HOSTILE: 1, "plain": 2}},
        "missing": "fail",
    }
    card = card_of([points("size"), category], key=HOSTILE)
    data = {HOSTILE: [HOSTILE, "b"], "size": [0.5, 1.5], "kind": [HOSTILE, "plain"]}
    with staged(
        executable, Playground(card, data | {"part": [HOSTILE, "c"]}, segments="part")
    ) as stage:
        see(stage, row=0)
        assert stage.page.locator(".pw h2").inner_text() == f"Why {HOSTILE}"
        assert stage.page.get_by_label("kind, try another value").input_value() == HOSTILE
        assert HOSTILE in stage.page.locator(".pl .note").inner_text()
        assert stage.page.locator(".sk img").count() == 0
        assert stage.errors == []


def test_a_boolean_is_tried_by_choosing(executable):
    value = {"categories": {True: 1, False: 0}}
    card = card_of([{"criterion": "member", "value": value, "missing": "fail"}])
    with staged(executable, Playground(card, {"member": [True, False]})) as stage:
        see(stage, row=0)
        stage.page.get_by_label("member, try another value").select_option("false")
        see(stage)
        assert "What-if: member yes → no gives" in stage.page.locator(".note.tried").inner_text()
        assert steps(stage)["What-if"][1] == 0.0


def test_without_an_outcome_or_segments_the_panels_say_what_to_give(executable):
    card = card_of([points("size")])
    with staged(executable, Playground(card, {"size": [0.5, 1.5]})) as stage:
        see(stage)
        assert 'No outcome column: give outcome="…"' in stage.page.locator(".outc").inner_text()
        assert 'segments=["region"]' in stage.page.locator(".pl").inner_text()


def test_an_outcome_that_cannot_be_used_says_why(executable):
    example = sk.example("book_club")
    playground = Playground(example.scorecard, example.data, outcome="gender")
    with staged(executable, playground) as stage:
        see(stage)
        assert "column 'gender' holds texts" in stage.page.locator(".outc .sub").inner_text()


@pytest.mark.parametrize("width", [1400, 1000, 600])
@pytest.mark.parametrize("name", ["book_club", "cvss"])
def test_nothing_lies_on_anything_else(executable, name, width):
    example = sk.example(name)
    more = {"segments": "gender", "outcome": "bought"} if name == "book_club" else {}
    playground = Playground(example.scorecard, example.data, **more)
    with staged(executable, playground, width=width) as stage:
        see(stage, row=3)
        assert [overlapping(stage, panel) for panel in PANELS] == [[], [], [], []]
        wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert stage.page.evaluate(wide) <= 0
