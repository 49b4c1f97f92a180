"""The playground in a bare page: its real screen, its real kernel side, no Jupyter between them."""

import base64
import contextlib
import json
from collections.abc import Iterator

from scoring_kit.playground.page import module_text
from tests.browser.laboratory import shared_browser

PAGE = """<!doctype html><html lang="en" data-theme="%(theme)s"><head><title>Stage</title><style>
  body { margin: 0; padding: 16px; background: %(ground)s; }</style></head>
  <body><main id="place"></main></body></html>"""
MOUNT = """async ([source]) => {
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const { default: widget } = await import(url);
    const hearers = new Set();
    window.hear = (text, buffers) => {
        const message = JSON.parse(text);
        for (const hearer of [...hearers]) hearer(message, buffers.map((one) => new DataView(
            Uint8Array.from(atob(one), (sign) => sign.charCodeAt(0)).buffer)));
    };
    const model = {
        on: (name, hearer) => hearers.add(hearer),
        off: (name, hearer) => hearers.delete(hearer),
        send: (message) => {
            if (window.isGone) throw new Error("Cannot send");
            window.ask(JSON.stringify(message));
        },
        get: () => undefined,
    };
    window.unmount = await widget.render({ model, el: document.querySelector("#place") });
    window.app = document.querySelector(".scoring-kit-playground").app;
}"""
IS_SETTLED = "() => window.app?.isAtRest"
GROUNDS = {"light": "#ffffff", "dark": "#111417"}


class Stage:
    """A page that shows a playground. What the kernel says later is handed over by `pump`."""

    def __init__(self, page, playground):
        self.page, self.playground = page, playground
        self.errors, self.asked, self._late = [], [], []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.expose_function("ask", self._ask)
        playground._desk.connect(self._tell)

    def _ask(self, text):
        asked = json.loads(text)
        self.asked.append(asked)
        answer = self.playground._desk.answer(asked)
        if answer is not None:
            self._tell(answer)

    def _tell(self, answer):
        buffers = answer.get("buffers", ())
        answer = {name: part for name, part in answer.items() if name != "buffers"}
        text = json.dumps(answer, allow_nan=False)
        sent = [base64.b64encode(buffer).decode() for buffer in buffers]
        self._late.append((text, sent))

    def another(self):
        """Return another page of the same browser, with a screen of the same playground."""
        return mounted(self.page.context.browser, self.playground)

    def pump(self):
        """Hand over what the kernel has said since."""
        while self._late:
            self.page.evaluate(
                "([text, buffers]) => window.hear(text, buffers)", list(self._late.pop(0))
            )

    def until(self, condition, seconds=20.0, arg=None):
        """Wait until a condition holds on the page, with the kernel talking meanwhile."""
        for _ in range(int(seconds / 0.02)):
            self.pump()
            if self.page.evaluate(condition, arg):
                return
            self.page.wait_for_timeout(20)
        raise AssertionError(f"not within {seconds} s: {condition}")

    def settle(self):
        """Wait until everything on the screen is exact."""
        self.page.wait_for_timeout(30)
        self.until(IS_SETTLED)
        self.page.wait_for_timeout(30)


@contextlib.contextmanager
def staged(executable, playground, *, theme="light", width=1400, height=1300) -> Iterator[Stage]:
    """Show a playground in a page of its own."""
    stage = mounted(shared_browser(executable), playground, theme, width, height)
    yield stage
    stage.page.context.close()
    playground.close()


def mounted(browser, playground, theme="light", width=1400, height=1300) -> Stage:
    """Return a new page of a browser that shows a playground."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_content(PAGE % {"theme": theme, "ground": GROUNDS[theme]})
    stage = Stage(page, playground)
    page.evaluate(MOUNT, [module_text()])
    stage.settle()
    return stage
