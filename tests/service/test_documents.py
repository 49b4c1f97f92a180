import re

from tests.service.served import Served


def test_the_document_is_open_and_tells_of_all_that_can_be_called(served):
    document = served.ask("GET", "/openapi.json").json()
    assert "/v1/scorecards/{name}/score" in document["paths"]
    told = document["paths"]["/v1/scorecards/{name}/score"]["post"]
    assert told["x-scope"] == "score"
    assert {"200", "401", "403", "404", "413", "415", "422", "503"} <= told["responses"].keys()
    assert "HTTPValidationError" not in str(document)


def test_references_in_the_document_lead_somewhere(served):
    document = served.ask("GET", "/openapi.json").json()
    named = set(re.findall(r"'#/components/schemas/(\w+)'", str(document)))
    assert named <= document["components"]["schemas"].keys()
    assert "Problem" in named


def test_the_page_asks_no_other_server_and_runs_no_script(served):
    answer = served.ask("GET", "/docs")
    assert answer.headers["content-type"].startswith("text/html")
    assert "script" not in answer.headers["content-security-policy"]
    assert not re.search(r"<script|https?://|@import|url\(", answer.text)
    assert "POST /v1/scorecards/{name}/score" in answer.text


def test_both_are_gone_where_they_are_not_wanted(registered):
    with Served(registered, docs=False) as service:
        assert [service.ask("GET", path).status_code for path in ("/docs", "/openapi.json")] == [
            404,
            404,
        ]
