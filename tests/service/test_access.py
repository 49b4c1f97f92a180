import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.routing import APIRoute
from starlette.responses import Response

from scoring_kit.registry import Registry
from scoring_kit.service.access import OPEN, SCOPE, GuardedRoute
from scoring_kit.service.app import create_app
from scoring_kit.service.settings import Settings
from tests.service.served import ROW, WIDE, Registered, Served
from tests.service.signed import Issuer

OPEN_TO_ALL = {"/livez", "/readyz", "/openapi.json", "/docs"}
ROUTES = create_app(Settings()).routes
CLOSED = [
    pytest.param(route, id=f"{method} {route.path}")
    for route in ROUTES
    if isinstance(route, APIRoute) and route.path not in OPEN_TO_ALL
    for method in route.methods
]


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """Give a registry with keys that are each good for something else, or no longer for anything.

    The expired one was made by a clock that is an hour behind.
    """
    made = Registered(tmp_path_factory.mktemp("access"), WIDE)
    scopes = ["score", "read", "author", "approve"]
    made.all = made.key("all", scopes)
    made.elsewhere = made.key("elsewhere", scopes, environments=["staging"])
    made.revoked = made.key("revoked", scopes)
    with Registry(made.url, key=made.root) as registry:
        registry.revoke_key(made.revoked)
    past = datetime.now(UTC) - timedelta(hours=1)
    with Registry(made.url, key=made.root, clock=lambda: past) as registry:
        registry.add_user("late")
        made.expired = registry.add_key("late", scopes, expires=past + timedelta(minutes=1))
    made.single = {scope: made.key(f"only_{scope}", scope) for scope in (*scopes, "admin")}
    return made


@pytest.fixture(scope="module")
def issuer(tmp_path_factory):
    return Issuer(tmp_path_factory.mktemp("tokens"))


@pytest.fixture(scope="module")
def service(keys, issuer):
    with Served(keys, **issuer.settings) as running:
        yield running


def called(service, route, **options):
    """Return the status of a request to a route that is right but for its credentials."""
    (method,) = route.methods
    path = route.path.format(name="wide", number=1, table="people")
    return service.ask(method, path, json={"row": ROW}, **options).status_code


def test_all_routes_are_guarded_and_those_known_are_open():
    assert all(isinstance(route, GuardedRoute) for route in ROUTES)
    needed = {route.path: (route.openapi_extra or {}).get(SCOPE) for route in ROUTES}
    assert {path for path, scope in needed.items() if scope == OPEN} == OPEN_TO_ALL
    assert None not in needed.values()


@pytest.mark.parametrize("route", CLOSED)
def test_a_route_refuses_all_who_have_no_key_in_force(service, keys, route):
    assert called(service, route) == 401
    assert called(service, route, headers={"X-API-Key": "sk_" + "0" * 12 + "_" + "0" * 64}) == 401
    assert called(service, route, headers={"Authorization": "Bearer nonsense"}) == 401
    assert called(service, route, key=keys.expired) == 401
    assert called(service, route, key=keys.revoked) == 401


@pytest.mark.parametrize("route", CLOSED)
def test_a_route_refuses_every_other_scope_and_another_environment(service, keys, route):
    needed = route.openapi_extra[SCOPE]
    found = {scope: called(service, route, key=key) for scope, key in keys.single.items()}
    assert {scope for scope, status in found.items() if status == 403} == found.keys() - {needed}
    assert called(service, route, key=keys.elsewhere) == 403


@pytest.mark.parametrize("route", CLOSED)
def test_a_route_refuses_tokens_that_are_not_good_for_it(service, issuer, route):
    needed = route.openapi_extra[SCOPE]

    def with_token(**claims):
        token = issuer.token(**{"scope": needed, **claims})
        return called(service, route, headers={"Authorization": f"Bearer {token}"})

    assert with_token() not in (401, 403)
    assert with_token(exp=0) == 401
    assert with_token(scope="other") == 403
    assert with_token(environments=["staging"]) == 403


def test_a_route_that_says_nothing_of_itself_is_closed(keys):
    service = Served(keys)

    async def forgotten(request):
        return Response(b"secret")

    service.app.add_api_route("/forgotten", forgotten, response_class=Response)
    with service:
        answer = service.ask("GET", "/forgotten", key=keys.all)
    assert (answer.status_code, answer.json()["code"]) == (403, "closed")


def test_a_refusal_says_what_is_needed_and_how_to_give_it(service, keys):
    answer = service.ask("POST", "/v1/scorecards/wide/score", json={"row": ROW})
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "X-API-Key" in answer.json()["detail"]
    other = service.ask("POST", "/v1/scorecards/wide/score", key=keys.single["read"])
    assert "score is needed" in other.json()["detail"]


def test_a_key_that_is_revoked_is_refused_within_a_second(keys):
    key = keys.key("soon_gone", "score")
    with Served(keys, freshness=0.05) as service:
        path = "/v1/scorecards/wide/score"
        assert service.ask("POST", path, json={"row": ROW}, key=key).status_code == 200
        with Registry(keys.url, key=keys.root) as registry:
            registry.revoke_key(key)
        service.runner.run(asyncio.sleep(0.06))
        assert service.ask("POST", path, json={"row": ROW}, key=key).status_code == 401
