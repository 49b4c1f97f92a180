"""Registered scorecards for displays: made without a database, with all that one can hold."""

from datetime import UTC, datetime, timedelta

import scoring_kit as sk
from scoring_kit.registry.chain import chain_start, sealed
from scoring_kit.registry.evidence import Evidence, Sample
from scoring_kit.registry.records import History, Transition, Version
from scoring_kit.registry.registered import RegisteredScorecard
from scoring_kit.scorecard.canonical import canonical_bytes
from scoring_kit.scorecard.document import hash_of, to_document

START = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
REPORT = "ab" * 32
OUTCOME = (
    "On 3,938 rows with a score under both, AUC is 0.6153, that of live 0.6251 (−0.0098, p = 0.033 "
    "by DeLong): a difference."
)
MOVES = {
    "add": (None, "draft"),
    "propose": ("draft", "proposed"),
    "approve": ("proposed", "approved"),
    "reject": ("proposed", "draft"),
    "promote": ("approved", "live"),
    "rollback": ("retired", "live"),
    "retire": ("live", "retired"),
}


class Story:
    """Tells what was done with a scorecard, and is one in the end."""

    def __init__(self, name):
        self.name, self.links, self.versions, self.proofs = name, [], [], {}
        self.environments = ["production", "staging"]

    def add(self, card, author, message, *, hours=24):
        number, sha256 = len(self.versions) + 1, hash_of(card)
        link = self.done("add", number, author, message, None, sha256=sha256, hours=hours)
        document = canonical_bytes(to_document(card)).decode()
        facts = (self.name, number, sha256, author, message, link.at, document)
        self.versions.append(Version(*facts))
        return number

    def done(self, action, number, who, message, where="production", **given):
        hours, sha256 = given.pop("hours", 3), given.pop("sha256", None)
        at = self.links[-1].at + timedelta(hours=hours) if self.links else START
        before, after = MOVES[action]
        previous = self.links[-1].hash if self.links else chain_start(self.name)
        sha256 = sha256 or self.versions[number - 1].sha256
        identity = given.pop("identity", "claimed")
        link = sealed(
            Transition(
                self.name, len(self.links) + 1, number, sha256, where, action, before, after, 0,
                who, identity, message, at, at, previous, "", **given,
            )
        )  # fmt: skip
        self.links.append(link)
        return link

    def propose(self, number, who, message, where="production", *, against=None, data=None):
        """Propose a version, with an impact against another one where data are given."""
        made = None
        if data is not None:
            made = self._proof(number, against, data)
        return self.done("propose", number, who, message, where, evidence=made)

    def _proof(self, number, against, data):
        candidate, live = self.versions[number - 1], self.versions[against - 1]
        impact = sk.compare(live.card, candidate.card, data)
        proof = Evidence(
            self.name, candidate.sha256, live.sha256, Sample("customers of October", 4000, "fp1:0"),
            START, tuple(x.text for x in sk.changes(live.card, candidate.card)), impact.summary,
            impact.figures(), {"metrics": {}, "summary": [OUTCOME]}, REPORT,
        )  # fmt: skip
        sha256 = f"{len(self.proofs):064x}"
        self.proofs[sha256] = proof
        return sha256

    def told(self, *, hours=72):
        last = self.links[-1].at if self.links else START
        facts = (tuple(self.versions), History(tuple(self.links)), tuple(self.environments))
        return RegisteredScorecard(self.name, *facts, last + timedelta(hours=hours), self.proofs)


def cut(card, name, at):
    """Return a card with another cut of a tier."""
    tiers = tuple((tier, at if tier == name else old) for tier, old in card.tiers)
    return card.model_copy(update={"tiers": tiers})


def tasteful(card, weight):
    """Return a card of the book club in which taste has this weight."""
    document = to_document(card)
    for part, share in zip(document["score"]["of"], (round(1 - weight, 2), weight), strict=True):
        part["weight"] = share
    return sk.parse_scorecard(document)


def book_club_story():
    """Return a scorecard with a life: live, rejected, rolled back, and one on its way."""
    card, data = sk.example("book_club")
    story = Story("book_club")
    story.add(card, "ada", "First weights, as the club wrote them down")
    story.propose(1, "ada", "To begin with")
    story.done("approve", 1, "grace", "Agreed")
    story.done("promote", 1, "ada", "Go")
    second = cut(card, "A", 65.0)
    story.add(second, "ada", "Tier A is for fewer: the catalogue is expensive", hours=240)
    story.propose(2, "ada", "Fewer, better A", against=1, data=data)
    story.done("approve", 2, "grace", "Agreed, the printer is glad", identity="key 3f9a12cc")
    story.done("retire", 1, "ada", "Go", hours=24)
    story.done("promote", 2, "ada", "Go", hours=0)
    story.add(
        cut(tasteful(second, 0.65), "B", 50),
        "barbara",
        "Taste counts more than how often somebody buys",
        hours=400,
    )
    story.propose(3, "barbara", "See the report", "staging", against=2, data=data)
    story.done("approve", 3, "grace", "For staging", "staging")
    story.done("promote", 3, "barbara", "Try it", "staging")
    story.propose(3, "barbara", "Held in staging for a week", against=2, data=data)
    story.done("reject", 3, "grace", "Tier B loses a third; the shop cannot take that", hours=30)
    story.add(
        cut(tasteful(second, 0.65), "B", 46), "barbara", "Tier B as large as it was", hours=60
    )
    story.propose(4, "barbara", "As asked", against=2, data=data)
    story.done("approve", 4, "grace", "Thank you")
    story.done("retire", 2, "barbara", "Go", hours=100)
    story.done("promote", 4, "barbara", "Go", hours=0)
    story.done("retire", 4, "grace", "Complaints of old members", hours=200)
    story.done("rollback", 2, "grace", "Complaints of old members", hours=0)
    story.add(cut(tasteful(second, 0.55), "B", 46), "ada", "Halfway", hours=90)
    story.propose(5, "ada", "Halfway between 2 and 4", against=2, data=data)
    return story.told()


def long_story():
    """Return a scorecard with a hundred versions, each of which was live for a while."""
    card, _ = sk.example("book_club")
    story = Story("book_club")
    for step in range(100):
        who = f"person {step % 7}"
        number = story.add(cut(card, "A", 60.0 + step / 4), who, f"Tier A from {60 + step / 4:g}")
        story.propose(number, who, "as planned")
        story.done("approve", number, "grace", "agreed")
        if number > 1:
            story.done("retire", number - 1, who, "go", hours=12 + step)
        story.done("promote", number, who, "go", hours=0)
    return story.told()


def empty_story():
    """Return a scorecard that has a name only."""
    return Story("nothing_yet").told()


def hostile_story(text, unbroken):
    """Return a scorecard all of whose texts are odd, in environments with odd names."""
    card = sk.example("book_club").scorecard
    story = Story("book_club")
    story.environments = ["production", text, unbroken]
    story.add(card.model_copy(update={"title": text}), text, text * 3)
    story.add(cut(card, "A", 65.0), unbroken, unbroken * 9)
    for number, who in ((1, text), (2, unbroken)):
        story.propose(number, who, text, unbroken, against=1, data=sk.example("book_club").data)
        for _ in range(6):
            story.done("reject", number, who, unbroken * 4, unbroken, identity=text)
            story.propose(number, who, text, unbroken)
        story.done("approve", number, who, text, text)
    story.done("promote", 2, text, text, text)
    return story.told()
