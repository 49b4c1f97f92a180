import pytest

from scoring_kit.playground.proposal import Proposal
from tests.nasty import HOSTILE, UNBROKEN
from tests.reading import Reading
from tests.registry.pages import Story
from tests.registry.registries import small


@pytest.fixture
def version():
    story = Story("small")
    story.add(small(), "ann", HOSTILE)
    return story.versions[0]


def test_it_is_readable_in_a_terminal_and_in_a_notebook(version):
    proposal = Proposal(version, "staging", "proposed", ("All is well.",), "Next: bob approves it")
    assert repr(proposal) == (
        "small version 1 is proposed for staging\n  All is well.\n  Next: bob approves it"
    )
    text = Reading(proposal._repr_html_()).text
    assert text == "small version 1 staging proposedAll is well.Next: bob approves it"


def test_hostile_texts_arrive_as_text(version):
    proposal = Proposal(version, HOSTILE, "proposed", (HOSTILE, UNBROKEN), HOSTILE)
    read = Reading(proposal._repr_html_())
    assert (read.foreign, read.open) == ([], [])
    assert read.text.count("<script>alert(1)</script>") == 3
