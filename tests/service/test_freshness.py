import asyncio

import pytest

from scoring_kit.service.freshness import Fresh


class Looks:
    """Counts how often it is looked at; gives the count, or an error."""

    def __init__(self, error=None):
        self.count, self.error = 0, error

    async def __call__(self):
        self.count += 1
        await asyncio.sleep(0)
        if self.error is not None:
            raise self.error
        return self.count


class Time:
    now = 0.0

    def __call__(self):
        return self.now


def fresh(time, **options):
    return Fresh(seconds=1.0, most=2, clock=time, **options)


def test_a_value_is_looked_up_once_while_it_is_fresh():
    async def run():
        looks, known = Looks(), fresh(Time())
        return [await known.get("a", looks) for _ in range(3)], looks.count

    assert asyncio.run(run()) == ([1, 1, 1], 1)


def test_a_value_that_is_too_old_is_not_given():
    async def run():
        time, looks = Time(), Looks()
        known = fresh(time)
        first = await known.get("a", looks)
        time.now = 1.0
        return first, await known.get("a", looks)

    assert asyncio.run(run()) == (1, 2)


def test_past_half_of_its_time_a_value_serves_while_it_is_looked_up_again():
    async def run():
        time, looks = Time(), Looks()
        known = fresh(time)
        await known.get("a", looks)
        time.now = 0.6
        meanwhile = await known.get("a", looks)
        await asyncio.sleep(0.01)
        return meanwhile, await known.get("a", looks), looks.count

    assert asyncio.run(run()) == (1, 2, 2)


def test_many_who_ask_at_once_share_one_look():
    async def run():
        looks, known = Looks(), fresh(Time())
        return await asyncio.gather(*(known.get("a", looks) for _ in range(50))), looks.count

    assert asyncio.run(run()) == ([1] * 50, 1)


def test_somebody_who_goes_away_does_not_take_the_look_from_the_others():
    async def run():
        looks, known = Looks(), fresh(Time())
        first = asyncio.ensure_future(known.get("a", looks))
        second = asyncio.ensure_future(known.get("a", looks))
        await asyncio.sleep(0)
        first.cancel()
        return await second

    assert asyncio.run(run()) == 1


def test_an_error_is_forgotten_and_a_refusal_remembered():
    async def run(is_final):
        looks, known = Looks(ValueError("no")), fresh(Time(), is_final=is_final)
        for _ in range(2):
            with pytest.raises(ValueError, match="no"):
                await known.get("a", looks)
        return looks.count

    assert asyncio.run(run(lambda error: False)) == 2
    assert asyncio.run(run(lambda error: True)) == 1


def test_what_was_not_asked_for_longest_is_forgotten_first():
    async def run():
        looks, known = Looks(), fresh(Time())
        for key in ("a", "b", "a", "c"):
            await known.get(key, looks)
        return await known.get("a", looks), await known.get("b", looks)

    assert asyncio.run(run()) == (1, 4)


def test_who_finds_a_look_that_hangs_is_not_given_what_it_saw_long_ago():
    async def run():
        time, go, looks = Time(), asyncio.Event(), []

        async def look():
            looks.append(1)
            seen = len(looks)
            await go.wait()
            return seen

        known = fresh(time)
        first = asyncio.ensure_future(known.get("a", look))
        await asyncio.sleep(0.01)
        time.now = 1.0
        late = asyncio.ensure_future(known.get("a", look))
        await asyncio.sleep(0.01)
        go.set()
        return await first, await late

    assert asyncio.run(run()) == (1, 2)
