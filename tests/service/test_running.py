import asyncio

from scoring_kit.registry import AsyncRegistry
from scoring_kit.service.running import Running
from scoring_kit.service.settings import Settings


def test_what_goes_on_ends_with_the_service(registered):
    async def run():
        async with AsyncRegistry(registered.url, key="") as registry:
            running = Running.start(Settings(), registry)
            await running.principals.of([(b"x-api-key", registered.score.reveal().encode())])
            await running.close()
            return len(asyncio.all_tasks())

    assert asyncio.run(run()) == 1
