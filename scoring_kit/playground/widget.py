"""The screen of a playground as a widget of a notebook."""

from __future__ import annotations

from typing import Any

import anywidget

from scoring_kit.playground.page import module_text
from scoring_kit.scorecard.shapes import is_mapping

# anywidget and ipywidgets have no types for messages
# pyright: reportUnknownMemberType=false


class ScreenWidget(anywidget.AnyWidget):
    """Carries messages between screens and the desk that answers them.

    desk: has `answer`, which is given what a screen asks. words: what stands for the widget where
    only text is shown. picture: gives HTML for where nothing can run.
    """

    _esm = module_text()

    def __init__(self, desk: Any, words: str, picture: Any) -> None:  # noqa: ANN401 (see below)
        self._desk, self._words, self._picture = desk, words, picture
        super().__init__()
        self.on_msg(self._on_message)

    def __repr__(self) -> str:
        return self._words

    def tell(self, answer: dict[str, Any]) -> None:
        """Send an answer to all screens, of which each knows its own; `buffers` go as they are."""
        buffers = answer.get("buffers", ())
        self.send({name: part for name, part in answer.items() if name != "buffers"}, buffers)

    def _on_message(self, widget: object, content: object, buffers: object) -> None:
        del widget, buffers
        if is_mapping(content):
            answer = self._desk.answer(content)
            if answer is not None:
                self.tell(answer)

    def _repr_mimebundle_(self, **kwargs: object) -> Any:  # noqa: ANN401 (as anywidget has it)
        bundle = super()._repr_mimebundle_()
        if bundle is None:
            return None
        data, metadata = bundle
        return {**data, "text/html": self._picture()}, metadata
