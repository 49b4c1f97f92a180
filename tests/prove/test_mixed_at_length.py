"""Eight processes at once, each with five hundred things to do, while a ninth one looks."""

import sys

import pytest

from scoring_kit.registry.registry import Registry
from tests.registry.mixed_campaign import at_once, figures, lost_things, seen_otherwise

pytestmark = pytest.mark.prove


def test_nothing_is_lost_or_doubled_when_eight_write_at_once(url, capfd):
    campaign = at_once(url, processes=8, count=500)
    assert len(campaign.operations) == 4_000
    with Registry(url) as registry:
        verified = registry.verify()
        assert lost_things(campaign, registry) == {}
        assert campaign.observed["problems"] == []
        assert seen_otherwise(campaign, registry, sample=200) == []
    with capfd.disabled():
        told = f"{url.partition(':')[0]}: {figures(campaign)}\n  {verified}"
        print(told, file=sys.stderr)  # noqa: T201 - the figures are the result
