"""The documentation: it builds offline without a warning, lists every name, fetches nothing."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import scoring_kit
from scoring_kit import errors
from scoring_kit.evaluation.metrics import METRICS

ROOT = Path(__file__).parents[1]
ELSEWHERE = re.compile(r"^(?:[a-z]+:)?//", re.IGNORECASE)
IN_STYLES = re.compile(r"@import[^;]*|url\(\s*['\"]?(?:https?:)?//[^)]*", re.IGNORECASE)


class Fetched(HTMLParser):
    """Collects what a browser fetches for a page by itself; links are for people."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.found += [values[name] for name in ("src", "srcset", "data") if values.get(name)]
        if tag == "link":
            self.found.append(values["href"])


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the folder of the pages, built with warnings as errors and no way out."""
    folder = tmp_path_factory.mktemp("site")
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(folder)]
    environment = {**os.environ, **nowhere, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site):
    found = sorted(site.rglob("*.html"))
    assert len(found) >= 5
    return found


def test_the_reference_lists_every_public_name(site):
    text = (site / "reference" / "names.html").read_text(encoding="utf-8")
    names = scoring_kit.__all__
    assert [name for name in names if f'id="scoring_kit.{name}"' not in text] == []


def test_the_reference_lists_every_error(site):
    text = (site / "reference" / "errors.html").read_text(encoding="utf-8")
    classes = [name for name, thing in vars(errors).items() if isinstance(thing, type)]
    own = [name for name in classes if getattr(errors, name).__module__ == errors.__name__]
    assert len(own) >= 8
    assert [name for name in own if f'id="scoring_kit.errors.{name}"' not in text] == []


def test_the_page_of_evaluation_lists_every_metric(site):
    text = (site / "evaluation.html").read_text(encoding="utf-8")
    assert [name for name in METRICS if f"<code>{name}</code>" not in text] == []


def test_no_page_fetches_anything_from_elsewhere(pages):
    fetched = {page.name: Fetched(page).found for page in pages}
    assert all(fetched.values())
    assert [url for urls in fetched.values() for url in urls if ELSEWHERE.match(url)] == []


def test_no_style_fetches_anything_from_elsewhere(site, pages):
    styles = [*site.rglob("*.css"), *pages]
    assert len(styles) > len(pages)
    found = {s.name: IN_STYLES.findall(s.read_text(encoding="utf-8")) for s in styles}
    assert {name: urls for name, urls in found.items() if urls} == {}


def test_every_link_between_pages_leads_to_a_page(pages):
    broken = []
    for page in (page for page in pages if page.name != "404.html"):
        links = re.findall(r'href="([^"#:]+)(?:#[^"]*)?"', page.read_text(encoding="utf-8"))
        broken += [link for link in links if not (page.parent / link).exists()]
    assert broken == []
