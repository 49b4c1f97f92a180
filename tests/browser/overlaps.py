"""Whether what stands on a screen meets, runs out of its panel, or makes the page scroll."""

WIDTHS = (1400, 1000, 600, 500)

# Boxes of the elements that are shown, and pairs of them that share more than a pixel.
MEETING = """([panel, selector]) => {
    const root = document.querySelector('.scoring-kit-playground').shadowRoot.querySelector(panel);
    const boxes = [...root.querySelectorAll(selector)].map(element => {
        const {left, right, top, bottom} = element.getBoundingClientRect();
        return {left, right, top, bottom, text: element.textContent};
    }).filter(box => box.right - box.left > 1 && box.bottom - box.top > 1);
    const within = root.getBoundingClientRect();
    const found = [];
    boxes.forEach((box, index) => {
        const isOut = box.left < within.left - 1 || box.right > within.right + 1;
        if (isOut) found.push(`out: ${box.text}`);
        for (const other of boxes.slice(index + 1)) {
            const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
            const high = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
            if (wide > 1 && high > 1) found.push(`${box.text} | ${other.text}`);
        }
    });
    return found;
}"""
SCROLLS = "() => document.documentElement.scrollWidth > window.innerWidth"


def meeting(stage, panel, selector):
    """Return what meets in a panel at each width, and whether the page scrolls sideways."""
    found = {}
    for width in WIDTHS:
        stage.page.set_viewport_size({"width": width, "height": 1300})
        stage.settle()
        pairs = stage.page.evaluate(MEETING, [panel, selector])
        if stage.page.evaluate(SCROLLS):
            pairs.append("scrolls sideways")
        if pairs:
            found[width] = pairs
    return found
