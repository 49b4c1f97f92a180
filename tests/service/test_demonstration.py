import json
import re
import shlex
from itertools import pairwise
from pathlib import Path

import pytest

from scoring_kit.service.demonstration import demonstration
from tests.service.served import Served

ROOT = Path(__file__).parents[2]
PAGES = {"README.md": "## Served to applications", "docs/service.md": "## A request and its answer"}


class Shown:
    """A demonstration as what `Served` serves."""

    def __init__(self, demo):
        self.url, self.score, self.read = demo.url, demo.key, demo.key


@pytest.fixture(scope="module")
def demo():
    with demonstration() as started:
        yield started


@pytest.fixture(scope="module")
def service(demo):
    with Served(Shown(demo)) as running:
        yield running


@pytest.mark.parametrize(("page", "heading"), PAGES.items(), ids=PAGES)
def test_the_request_on_a_page_has_the_answer_that_stands_there(service, page, heading):
    section = (ROOT / page).read_text(encoding="utf-8").split(heading)[1].split("\n## ")[0]
    body, answer = map(json.loads, re.findall(r"```json\n(.*?)```", section, re.DOTALL))
    assert service.score(body, name="cvss").json() == answer
    assert answer["result"]["score"] == 9.8  # as first.org has it for AV:N/AC:L/PR:N/UI:N/S:U/...


def test_the_printed_request_is_answered(demo, service):
    words = shlex.split(demo.request("http://service"))
    headers = dict(text.split(": ") for flag, text in pairwise(words) if flag == "-H")
    answer = service.ask("POST", words[1], headers=headers, content=words[-1])
    assert (answer.status_code, answer.json()["result"]["status"]) == (200, "scored")


def test_the_examples_are_live(demo, service):
    listed = service.ask("GET", "/v1/scorecards", key=demo.key).json()["items"]
    assert tuple(item["name"] for item in listed if item["live"] == 1) == demo.scorecards
    assert len(demo.scorecards) == 4


def test_nothing_is_left_of_a_demonstration():
    with demonstration() as started:
        folder = Path(started.url.removeprefix("sqlite:///")).parent
        assert folder.is_dir()
    assert not folder.exists()


def test_all_settings_and_routes_stand_on_the_page(service):
    page = (ROOT / "docs/service.md").read_text(encoding="utf-8")
    for name in type(service.settings).model_fields:
        assert f"`SCORING_KIT_{name.upper()}`" in page
    for route in service.app.routes:
        assert route.path in page
