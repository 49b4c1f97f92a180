import asyncio
import threading
import time

import pytest

from scoring_kit.service.problems import ServiceError
from scoring_kit.service.settings import Settings
from scoring_kit.service.streams import PIECE, Pulled, StreamAnswer, Streams
from tests.service.clients import Client
from tests.service.served import Served
from tests.service.tabled import many, written

PATH = "/v1/scorecards/wide/tables/people/scores"
ROWS = 200_000


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    return written(tmp_path_factory.mktemp("large"), many(ROWS))


@pytest.fixture
def service(registered, large):
    with Served(registered, streams=2, deadline=5, **large[1]) as running:
        yield running


def started(service):
    """Return a client that has taken the first parts and then reads no more."""

    async def start():
        client = Client(service, "GET", PATH)
        client.task = asyncio.ensure_future(client.run())
        await client.has_taken(2)
        client.reading.clear()
        return client

    return start()


def test_the_query_stops_when_the_client_goes_away(service):
    async def run():
        client = await started(service)
        streams = service.app.state.running.streams
        assert streams.running == 1
        client.gone.set()
        async with asyncio.timeout(2):
            assert await client.task is None
        return client, streams.running

    client, running = service.runner.run(run())
    assert (client.is_whole, running) == (False, 0)


def test_a_client_that_does_not_read_gets_no_more_and_is_cut_off(registered, large):
    async def run(service):
        client = await started(service)
        taken = len(client.sent)
        error = await client.task
        return error, taken, len(client.sent), service.app.state.running.streams.running

    with Served(registered, deadline=0.3, **large[1]) as service:
        error, before, after, running = service.runner.run(run(service))
    assert isinstance(error, RuntimeError | ServiceError)
    assert (before, running) == (after, 0)


def test_who_finds_all_places_taken_is_told_to_come_back(service):
    async def run():
        first, second = await started(service), await started(service)
        third = await service.asked("GET", PATH, key=service.registered.score)
        for client in (first, second):
            client.gone.set()
            await client.task
        fourth = await service.asked("GET", PATH, key=service.registered.score)
        return third, fourth

    third, fourth = service.runner.run(run())
    assert (third.status_code, third.json()["code"]) == (503, "busy")
    assert third.headers["retry-after"] == "1"
    assert (fourth.status_code, fourth.text.count("\n")) == (200, ROWS)


def test_streams_at_once_have_their_own_rows(registered, tmp_path):
    tables = {}
    for place in range(4):
        table = many(50_000, place * 1_000_000)
        tables |= written(tmp_path, table, f"t{place}")[1]["tables"]

    async def run(service):
        clients = [Client(service, "GET", PATH.replace("people", name)) for name in tables]
        await asyncio.gather(*(client.run() for client in clients))
        return [[row["id"] for row in client.lines] for client in clients]

    with Served(registered, tables=tables) as service:
        found = service.runner.run(run(service))
    begins = [place * 1_000_000 for place in range(4)]
    assert found == [[*range(begin, begin + 50_000)] for begin in begins]


def test_others_are_answered_while_a_table_is_streamed(service):
    async def run():
        client, answers = Client(service, "GET", PATH), []
        client.task = asyncio.ensure_future(client.run())
        while not client.task.done():
            answers.append(await service.asked("GET", "/livez"))
            await asyncio.sleep(0)
        return client, answers

    client, answers = service.runner.run(run())
    assert client.is_whole
    assert {answer.status_code for answer in answers} == {200}
    assert len(answers) > 10


def test_pieces_are_small(service):
    client = Client(service, "GET", PATH)
    service.runner.run(client.run())
    assert max(len(message.get("body", b"")) for message in client.sent) == PIECE


def test_a_service_that_stops_breaks_streams_off(registered, large):
    async def run(service):
        client = await started(service)
        await service.app.state.running.streams.close()
        client.reading.set()
        return await client.task, client.is_whole

    with Served(registered, **large[1]) as service:
        error, is_whole = service.runner.run(run(service))
    assert error is not None
    assert not is_whole


def parts_of(*parts, stop=lambda: None):
    return Pulled((part for part in parts), stop)


def answered(streams, make):
    return streams.answer(make, {}, "text/plain")


def test_the_first_part_is_there_before_anything_is_answered():
    def failing():
        yield from ()
        raise ServiceError(409, "unfit", "it does not fit")

    async def run():
        streams = Streams(Settings())
        with pytest.raises(ServiceError, match="409 unfit"):
            await answered(streams, lambda: Pulled(failing(), lambda: None))
        return streams.running, await answered(streams, lambda: parts_of(b"a"))

    running, answer = asyncio.run(run())
    assert running == 0
    assert isinstance(answer, StreamAnswer)


def test_a_first_part_that_does_not_come_is_interrupted():
    stopped = threading.Event()

    def waiting():
        stopped.wait(30)
        yield b""

    async def run():
        streams = Streams(Settings(deadline=0.05))
        with pytest.raises(ServiceError, match="503 deadline"):
            await answered(streams, lambda: Pulled(waiting(), stopped.set))
        return streams.running

    assert asyncio.run(run()) == 0
    assert stopped.is_set()


def test_all_parts_are_made_by_one_thread():
    threads = []

    def noting():
        for _ in range(5):
            threads.append(threading.get_ident())
            yield b"x"

    async def run():
        pulled = Pulled(noting(), lambda: None)
        found = [part async for part in pulled]
        await pulled.close()
        return found

    assert asyncio.run(run()) == [b"x"] * 5
    assert len({*threads}) == 1
    assert threads[0] != threading.get_ident()


def test_a_generator_is_interrupted_until_it_listens():
    heard = []

    def stubborn():
        while len(heard) < 3:
            time.sleep(0.001)
        yield b"x"

    async def run():
        pulled = Pulled(stubborn(), lambda: heard.append(1))
        asking = asyncio.ensure_future(anext(aiter(pulled)))
        await asyncio.sleep(0.01)
        asking.cancel()
        await pulled.close()

    asyncio.run(run())
    assert len(heard) >= 3
