import asyncio
import threading

import pytest

from scoring_kit.errors import CompileError
from scoring_kit.service import plans
from scoring_kit.service.plans import Plans
from scoring_kit.service.problems import ServiceError
from scoring_kit.service.settings import Settings
from tests.service.served import WIDE
from tests.service.versions import version_of


@pytest.fixture
def compiled(monkeypatch):
    """Give the list of the threads in which something was compiled."""
    threads = []

    def scorer_of(*arguments):
        threads.append(threading.current_thread())
        return real(*arguments)

    real = plans.scorer_of
    monkeypatch.setattr(plans, "scorer_of", scorer_of)
    return threads


def asked(*wanted, most=8):
    """Return the scorers for pairs of a version and parameters, which are asked for at once."""

    async def run():
        kept = Plans(Settings(plans=most))
        return await asyncio.gather(*(kept.of(*each) for each in wanted))

    return asyncio.run(run())


def test_a_version_is_compiled_once_and_not_where_requests_are_received(compiled):
    version = version_of(WIDE)
    found = asked(*[(version, {})] * 5)
    assert len({id(each) for each in found}) == 1
    assert len(compiled) == 1
    assert compiled[0] is not threading.main_thread()


def test_other_parameters_make_another_plan(compiled):
    version = version_of(WIDE)
    dates = ["2024-06-01", "2024-06-02", "2024-06-01"]
    found = asked(*[(version, {"as_of": date}) for date in dates])
    assert found[0] is found[2]
    assert found[0] is not found[1]


def test_true_is_another_parameter_than_1():
    version = version_of(WIDE)
    with pytest.raises(CompileError, match="as_of"):
        asked((version, {"as_of": True}))


def test_few_plans_are_kept(compiled):
    version = version_of(WIDE)

    async def run():
        kept = Plans(Settings(plans=1))
        for date in ("2024-06-01", "2024-06-02", "2024-06-01"):
            await kept.of(version, {"as_of": date})

    asyncio.run(run())
    assert len(compiled) == 3


@pytest.mark.parametrize(
    ("value", "code"), [([1], "wrong_type"), ({"a": 1}, "wrong_type"), ("x" * 11, "too_long")]
)
def test_a_parameter_that_is_no_single_value_or_too_long_is_not_looked_at_further(value, code):
    async def run():
        await Plans(Settings(text_limit=10)).of(version_of(WIDE), {"as_of": value})

    with pytest.raises(ServiceError, match="do not fit") as refused:
        asyncio.run(run())
    assert [(x.pointer, x.code) for x in refused.value.faults] == [("/parameters/as_of", code)]


def test_more_parameters_than_columns_may_be_are_refused():
    async def run():
        await Plans(Settings(column_limit=2)).of(version_of(WIDE), dict.fromkeys("abc", 1))

    with pytest.raises(ServiceError, match="do not fit") as refused:
        asyncio.run(run())
    assert [x.code for x in refused.value.faults] == ["too_many_parameters"]
