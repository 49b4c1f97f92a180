"""What the panels that explain say on a page, as data."""

STEPS = """() => [...document.querySelector(".scoring-kit-playground").shadowRoot
    .querySelectorAll(".pw .wfr")].map((row) => [
        row.querySelector(".nm").textContent.trim(), row.querySelector(".wi")?.textContent.trim(),
        row.querySelector(".ch").textContent.trim()])"""
CHILDREN = """(panel) => {
    const root = document.querySelector(".scoring-kit-playground").shadowRoot;
    const found = [];
    for (const part of root.querySelector(panel).querySelectorAll("*")) {
        const own = [...part.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
        const hidden = part.closest(".vh") || part.matches("option") || part.closest(".note");
        if (!hidden && (own || part.matches("input, select, .pt"))) {
            const { left, right, top, bottom } = part.getBoundingClientRect();
            found.push([part.textContent.trim() || part.className, left, right, top, bottom]);
        }
    }
    return found;
}"""


def number(text):
    """Return a change or a score as it is written on the screen."""
    word, _, rest = text.strip().partition(" ")
    if word in ("up", "down"):
        return number(rest) * (1 if word == "up" else -1)
    return 0.0 if word == "–" else float(word.replace(",", "").replace("−", "-"))


def steps(stage):
    """Return the rows of the waterfall: name -> (text beside it, number)."""
    return {
        name: (beside, None if text.startswith("–") and name in ENDS else number(text))
        for name, beside, text in stage.page.evaluate(STEPS)
    }


ENDS = ("Live", "Draft", "What-if")


def see(stage, **look):
    """Let the screen look at something, and wait for what is said about it."""
    stage.page.evaluate("(look) => window.app.see(look)", look)
    stage.settle()
    stage.until(
        """() => {
        const { facts, look, state } = window.app;
        const panels = ["why", "slope", "segments", "outcome"];
        return panels.every((one) => facts[one]?.version === state.version)
            && facts.why.row === look.row && facts.outcome.share === look.share
            && (look.segment === null || facts.segments.column === look.segment)
            && JSON.stringify(facts.why.asked ?? {}) === JSON.stringify(look.what_if);
    }""",
        6.0,
    )
    stage.page.wait_for_timeout(40)


def overlapping(stage, panel):
    """Return pairs of texts and controls of a panel that lie on each other, and what sticks out."""
    parts = stage.page.evaluate(CHILDREN, panel)
    return [
        (one[0], other[0])
        for index, one in enumerate(parts)
        for other in parts[index + 1 :]
        if min(one[2], other[2]) - max(one[1], other[1]) > 1
        and min(one[4], other[4]) - max(one[3], other[3]) > 4
        and not _is_inside(one, other)
    ]


def _is_inside(outer, inner):
    """Return whether one part contains the other, as a label does its box."""
    return (
        outer[1] <= inner[1] + 1
        and outer[2] >= inner[2] - 1
        and outer[3] <= inner[3] + 1
        and (outer[4] >= inner[4] - 1)
    )
