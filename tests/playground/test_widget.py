import pytest

import scoring_kit as sk
from tests.playground.states import CARDS


@pytest.fixture(scope="module")
def pg():
    return sk.Playground(CARDS["book_club"], "data/book_club.parquet")


@pytest.fixture
def sent(pg, monkeypatch):
    """Return what the widget sends from now on."""
    messages = []
    monkeypatch.setattr(pg.widget, "send", lambda content, buffers=(): messages.append(content))
    return messages


def test_it_is_shown_as_a_widget_with_words_and_a_picture(pg):
    data, _ = pg._repr_mimebundle_()
    assert data["text/plain"] == "Playground of book_club, 4,000 rows, 0 edits"
    assert "Run this cell" in data["text/html"]
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == pg.widget.model_id


def test_messages_are_answered(pg, sent):
    pg.widget._handle_custom_msg({"op": "open", "args": {}, "look": {}, "view": "v", "seq": 1}, [])
    assert (sent[0]["kind"], sent[0]["view"], sent[0]["seq"]) == ("frame", "v", 1)


def test_what_is_no_message_is_left(pg, sent):
    for nothing in (None, [], "open", 7):
        pg.widget._handle_custom_msg(nothing, [])
    assert sent == []


def test_an_edit_from_python_is_told(pg, sent):
    pg.session.set_tier("A", 70)
    assert [message["kind"] for message in sent] == ["changed"]
    pg.session.undo()


def test_buffers_go_beside_the_message(pg, monkeypatch):
    found = []
    monkeypatch.setattr(
        pg.widget, "send", lambda content, buffers=(): found.append((content, buffers))
    )
    pg.widget.tell({"kind": "sample", "buffers": [b"1"]})
    assert found == [({"kind": "sample"}, [b"1"])]
