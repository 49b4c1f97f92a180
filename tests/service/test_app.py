import asyncio

import pytest

from scoring_kit.errors import RegistryError
from scoring_kit.service.app import create_app
from scoring_kit.service.settings import Settings
from tests.service.served import ROW, Served


def test_an_unknown_address_is_told_as_a_problem(served):
    answer = served.ask("GET", "/nowhere")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_another_method_is_refused_and_says_which_there_are(served):
    answer = served.ask("DELETE", "/livez")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_two_services_share_nothing(registered):
    one, other = create_app(Settings(registry=registered.url)), create_app(Settings())
    assert one.state.metrics is not other.state.metrics


def test_a_service_does_not_start_on_a_registry_that_is_not_there(tmp_path):
    app = create_app(Settings(registry=f"sqlite:///{tmp_path}/nowhere/scores.db"))

    async def start():
        async with app.router.lifespan_context(app):
            pass

    with pytest.raises(RegistryError, match="the folder does not exist"):
        asyncio.run(start())


def test_the_service_writes_in_nobodys_name(registered, monkeypatch):
    monkeypatch.setenv("SCORING_KIT_KEY", registered.root.reveal())
    with Served(registered) as service:
        assert not service.app.state.running.registry.has_key


def test_browsers_of_other_pages_are_let_in_only_where_it_is_set(registered, served):
    asked = {"Origin": "https://page.example", "Access-Control-Request-Method": "POST"}
    path = "/v1/scorecards/wide/score"
    assert served.ask("OPTIONS", path, headers=asked).status_code == 405
    with Served(registered, allowed_origins=("https://page.example",)) as service:
        answer = service.ask("OPTIONS", path, headers=asked)
    assert answer.headers["access-control-allow-origin"] == "https://page.example"


def test_a_service_answers_again_after_it_was_stopped(registered):
    for _ in range(2):
        with Served(registered) as service:
            assert service.score({"row": ROW}).status_code == 200
