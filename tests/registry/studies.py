"""Evidence for tests: cards whose figures are worked out by hand, and reports made of them.

Ten customers of the ages 1 to 10; the score is the age. With the cut of tier A at 6, rows 6 to 10
are in A and five in B; at 8, three are in A and seven in B.
"""

from dataclasses import replace
from functools import cache

from scoring_kit.impact import compare
from scoring_kit.registry import store
from scoring_kit.registry.evidence_making import Given, Standing, study_of
from scoring_kit.registry.schema import VersionRow
from scoring_kit.report.report import make_report
from scoring_kit.report.subject import asked_for
from scoring_kit.scorecard.canonical import canonical_bytes
from scoring_kit.scorecard.document import hash_of, to_document
from tests.cards import card, criterion
from tests.registry.registries import NOON

AGES = tuple(float(age) for age in range(1, 11))
TABLE = {"age": list(AGES), "bought": [age in (4.0, 6.0, 8.0, 9.0, 10.0) for age in AGES]}


def tiered(cut, **fields):
    """Return a card of the name 'small' with tier A from a cut on, and B below."""
    return card(criterion("age"), tiers={"A": cut, "B": 0}, **fields)


@cache
def impact_of(live_cut, cut):
    return compare(tiered(live_cut), tiered(cut), TABLE, progress=False)


@cache
def _made(cut, live_cut, rows, outcome):
    table = {name: values[:rows] for name, values in TABLE.items()}
    live = None if live_cut is None else tiered(live_cut)
    asked = asked_for(tiered(cut), live, None, outcome, ())
    return make_report(asked, table, {}, progress=False)


def report_of(cut, live_cut=None, *, rows=10, outcome=None, made=NOON):
    """Return a report on the card of a cut against another, made at a moment."""
    report = _made(cut, live_cut, rows, outcome)
    return replace(report, run={**report.run, "started": made.isoformat()})


def version_of(card, number=1):
    document = canonical_bytes(to_document(card)).decode()
    row = VersionRow(
        number=number, sha256=hash_of(card), document=document, author="ann", message="new",
        created=NOON,
    )  # fmt: skip
    return store.version_of("small", row)


def standing_of(cut, live_cut=None):
    """Return the card of a cut as version 2, that of another one live as version 1."""
    live = None if live_cut is None else version_of(tiered(live_cut))
    return Standing(version_of(tiered(cut), 2), live, "production", NOON)


def study(standing, *, clock=lambda: NOON, **given):
    given = Given(**given)
    given.check()
    return study_of(standing, given, clock)


@cache
def evidence_of(cut, live_cut=None, outcome=None):
    return study(
        standing_of(cut, live_cut), report=report_of(cut, live_cut, outcome=outcome)
    ).evidence


def proposed(registry, cut, live_cut=None, *, by="ann", environment="production", **given):
    """Add the card of a cut by ann and propose it, on a report of now unless another is given."""
    number = registry.add(tiered(cut), f"cut {cut}", author="ann").number
    if not given:
        made = registry._registry._time()
        given = {"report": report_of(cut, live_cut, made=made)}
    registry.propose("small", number, "ready", by=by, environment=environment, **given)
    return number


def evidenced(registry, cut, live_cut=None, environment="production", **given):
    """Bring the card of a cut live on evidence; return its number."""
    number = proposed(registry, cut, live_cut, environment=environment, **given)
    registry.approve("small", number, "agreed", by="bob", environment=environment)
    registry.promote("small", number, "go", by="ann", environment=environment)
    return number
