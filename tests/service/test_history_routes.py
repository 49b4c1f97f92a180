PATH = "/v1/scorecards/wide/history"


def asked(served, path):
    return served.ask("GET", path, key=served.registered.read)


def test_what_was_done_is_told_in_its_order(served):
    items = asked(served, PATH).json()["items"]
    assert [(item["action"], item["actor"], item["after"]) for item in items] == [
        ("add", "ann", "draft"),
        ("propose", "ann", "proposed"),
        ("approve", "bob", "approved"),
        ("promote", "bob", "live"),
    ]


def test_what_was_done_elsewhere_is_left_out(served):
    items = asked(served, f"{PATH}?environment=staging").json()["items"]
    assert [item["action"] for item in items] == ["add"]


def test_a_scorecard_that_is_none_has_no_history(served):
    answer = asked(served, PATH.replace("wide", "wyde"))
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown")
