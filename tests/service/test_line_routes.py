import asyncio
import json

import orjson
from hypothesis import given, settings

from scoring_kit.service.streams import PIECE
from tests.service.clients import Client
from tests.service.served import ROW, Served
from tests.service.test_score_routes import bits, expected, rows

PATH, LINES = "/v1/scorecards/wide/stream", "application/x-ndjson"
MEDIA = (b"content-type", LINES.encode())


def posted(service, body, query="", **options):
    headers = {"Content-Type": LINES}
    key = service.registered.score
    return service.ask("POST", f"{PATH}{query}", content=body, headers=headers, key=key, **options)


def lines_of(rows):
    return b"".join(orjson.dumps(row) + b"\n" for row in rows)


def results(answer):
    return [json.loads(line) for line in answer.text.splitlines()]


@settings(max_examples=40, deadline=None)
@given(rows)
def test_scores_are_those_of_score_to_the_bit(served, rows):
    rows = [{**row, "age": None if row["age"] is None else float(row["age"])} for row in rows]
    wanted = expected(rows)[1]
    found = [line["result"] for line in results(posted(served, lines_of(rows)))]
    assert [{name: bits(value) for name, value in row.items()} for row in found] == wanted


def test_wrong_lines_are_answered_in_their_place_and_change_no_other(served):
    alone = results(posted(served, lines_of([ROW])))[0]["result"]
    body = lines_of([ROW]) + b"nonsense\n\n" + lines_of([{**ROW, "age": True}, ROW])
    first, second, fourth, fifth = results(posted(served, body))
    assert first == {"line": 1, "result": alone}
    assert (second["line"], second["problem"]["code"]) == (2, "json")
    assert (fourth["line"], fourth["problem"]["errors"][0]["pointer"]) == (4, "/age")
    assert fifth == {"line": 5, "result": alone}


def test_an_answer_says_which_version_made_it(served):
    answer = posted(served, lines_of([ROW]))
    told = served.score({"row": ROW}).json()
    assert answer.headers["content-type"] == LINES
    assert answer.headers["etag"] == f'"{told["sha256"]}"'
    assert answer.headers["scorecard-version"] == "1"


def test_nothing_posted_is_nothing_answered(served):
    answer = posted(served, b"")
    assert (answer.status_code, answer.content) == (200, b"")


def test_parameters_are_in_the_query(served):
    query = "?parameters=%7B%22as_of%22%3A%222025-06-01%22%7D"
    older = results(posted(served, lines_of([ROW]), query))[0]["result"]["score"]
    parameters = {"as_of": "2025-06-01"}
    assert older == served.score({"row": ROW, "parameters": parameters}).json()["result"]["score"]


def test_another_kind_of_body_is_refused(served):
    answer = served.ask("POST", PATH, json=ROW, key=served.registered.score)
    assert (answer.status_code, answer.json()["code"]) == (415, "media")


def test_a_body_may_be_longer_than_those_that_are_read_whole(registered):
    body = lines_of([ROW] * 100)
    with Served(registered, body_limit=1000) as service:
        found = results(posted(service, body))
    assert len(body) > 1000
    assert [line["line"] for line in found] == [*range(1, 101)]


def client(service, *parts):
    return Client(service, "POST", PATH, body=parts, headers=[MEDIA])


def test_lines_are_answered_before_the_next_ones_come(served):
    async def run():
        answered = asyncio.Event()

        async def second():
            await answered.wait()
            return lines_of([ROW])

        asking = client(served, lines_of([ROW]), second())
        task = asyncio.ensure_future(asking.run())
        await asking.has_taken(2)
        answered.set()
        await task
        return asking

    asking = served.runner.run(run())
    assert [line["line"] for line in asking.lines] == [1, 2]
    assert asking.is_whole


def test_a_client_that_does_not_read_is_not_read_from(served):
    """Back-pressure: of a body without end, no more is taken than its answers are."""
    part, asked = lines_of([ROW] * 10), []

    async def next_part():
        asked.append(1)
        return part

    async def run():
        asking = client(served, part, *[next_part() for _ in range(50)])
        task = asyncio.ensure_future(asking.run())
        await asking.has_taken(2)
        asking.reading.clear()
        await asyncio.sleep(0.1)
        before = len(asked)
        asking.reading.set()
        await task
        return before, asking

    before, asking = served.runner.run(run())
    assert before <= 3
    assert len(asking.lines) == 510
    assert max(len(message.get("body", b"")) for message in asking.sent) <= PIECE


def test_a_client_that_goes_away_in_the_middle_leaves_nothing_behind(served):
    async def run():
        asking = client(served, lines_of([ROW]), asyncio.sleep(60, b""))
        task = asyncio.ensure_future(asking.run())
        await asking.has_taken(2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return served.app.state.running.streams.running

    assert served.runner.run(run()) == 0


def test_what_fails_in_the_middle_is_the_last_line_and_the_end_is_missing(registered):
    async def run(service):
        asking = client(service, lines_of([ROW]), asyncio.sleep(60, b""))
        return await asking.run(), asking

    with Served(registered, deadline=0.2) as service:
        error, asking = service.runner.run(run(service))
    assert error is not None
    assert asking.lines[-1]["problem"]["code"] == "slow"
    assert (asking.status, asking.is_whole) == (200, False)
