import math

import pytest

import scoring_kit as sk
from scoring_kit.registry import Registry
from tests.cards import card, criterion
from tests.service.served import Registered, Served, codes

NAMES = ["alpha", "beta", "delta", "gamma"]


@pytest.fixture(scope="module")
def several(tmp_path_factory):
    cards = [card(criterion("age"), name=name) for name in NAMES]
    made = Registered(tmp_path_factory.mktemp("catalogue"), *cards)
    author = made.key("author", "author")
    with Registry(made.url, key=author) as registry:
        for weight in (2, 3, 4):
            registry.add(card(criterion("age", weight=weight), name="beta"), f"weight {weight}")
    with Served(made) as service:
        yield service


def asked(service, path, **options):
    return service.ask("GET", f"/v1/scorecards{path}", key=service.registered.read, **options)


def test_scorecards_are_listed_by_name_with_what_is_live(several):
    told = asked(several, "").json()
    assert [item["name"] for item in told["items"]] == NAMES
    assert told["items"][1] == {"name": "beta", "versions": 4, "live": 1}
    assert told["next"] is None
    staging = asked(several, "?environment=staging").json()
    assert {item["live"] for item in staging["items"]} == {None}


def test_a_long_list_comes_in_parts(several):
    first = asked(several, "?limit=3").json()
    second = asked(several, f"?limit=3&after={first['next']}").json()
    assert [item["name"] for item in first["items"] + second["items"]] == NAMES
    assert (first["next"], second["next"]) == ("delta", None)


def test_versions_are_listed_from_the_newest_on(several):
    first = asked(several, "/beta/versions?limit=2").json()
    second = asked(several, f"/beta/versions?limit=2&before={first['next']}").json()
    assert [item["number"] for item in first["items"] + second["items"]] == [4, 3, 2, 1]
    assert (first["next"], second["next"]) == (3, None)
    newest = first["items"][0]
    assert (newest["author"], newest["message"]) == ("author", "weight 4")
    assert len(newest["sha256"]) == 64


@pytest.mark.parametrize(
    "query", ["?limit=0", "?limit=501", "?limit=x", "?after=", "?after=%00", "?offset=3"]
)
def test_a_wrong_query_is_refused(several, query):
    answer = asked(several, query)
    assert answer.status_code == 422
    assert codes(answer).keys() == {f"/query/{query[1:].partition('=')[0]}"}


def test_what_is_not_there_is_not_found(several):
    assert asked(several, "/omega/versions").status_code == 404
    assert asked(several, "/omega/schema").status_code == 404
    assert asked(several, "?environment=nowhere").status_code == 404


def test_whoever_has_a_list_already_does_not_get_it_again(several):
    first = asked(several, "")
    again = asked(several, "", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert asked(several, "?limit=1", headers={"If-None-Match": first.headers["etag"]}).content


@pytest.mark.parametrize("name", ["book_club", "hfi", "cvss", "german_credit"])
def test_the_examples_of_a_schema_can_be_posted(tmp_path, name):
    one = sk.example(name).scorecard
    with Served(Registered(tmp_path, one)) as service:
        told = asked(service, f"/{one.name}/schema").json()
        for body in told["examples"].values():
            assert service.score(body, name=one.name).status_code == 200


@pytest.mark.parametrize("length", [200, 201])
def test_the_longest_name_to_go_on_after_is_the_one_that_is_described(several, length):
    document = several.ask("GET", "/openapi.json").json()
    told = document["paths"]["/v1/scorecards"]["get"]["parameters"]
    (after,) = [each["schema"] for each in told if each["name"] == "after"]
    taken = asked(several, f"?after={'x' * length}").status_code == 200
    assert taken == (length <= after.get("maxLength", math.inf))
