"""Reports on the examples, each against a live version that differs, and what their bytes are.

As a program it writes what they are now: python -m tests.report.golden
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import scoring_kit as sk
from scoring_kit.report.report import make_report
from scoring_kit.report.subject import asked_for
from scoring_kit.scorecard import parse_scorecard
from scoring_kit.scorecard.document import to_document

KNOWN = Path(__file__).with_name("golden.json")


def book_club():
    card, data = sk.example("book_club")
    document = to_document(card)
    document["score"]["of"][0]["weight"] = 0.6
    document["score"]["of"][0]["of"][0]["value"]["piecewise"][2] = [12, 65]
    candidate = parse_scorecard(document)
    return asked_for(candidate, card, None, "bought", "gender"), data


def hfi():
    card, data = sk.example("hfi")
    document = to_document(card)
    document["score"]["of"][0]["weight"] = 2
    return asked_for(parse_scorecard(document), card, None, None, "region"), data


def german_credit():
    card, data = sk.example("german_credit")
    document = to_document(card)
    document["score"]["of"][0]["value"]["bins"][0]["value"] = 70
    candidate = parse_scorecard(document)
    asked = asked_for(candidate, card, None, "creditability", "housing", event="good")
    return asked, data


REPORTS = {"book_club": book_club, "hfi": hfi, "german_credit": german_credit}


def digest(name, threads=None):
    """Return the sha256 of the report on an example."""
    asked, data = REPORTS[name]()
    made = make_report(asked, data, {"threads": threads}, progress=False)
    return hashlib.sha256(made.html.encode()).hexdigest()


if __name__ == "__main__":
    KNOWN.write_text(json.dumps({name: digest(name) for name in REPORTS}, indent=2) + "\n")
