"""Two processes at once, each with a hundred things to do, while a third one looks."""

from scoring_kit.registry.registry import Registry
from tests.registry.mixed_campaign import at_once, lost_things, seen_otherwise


def test_nothing_is_lost_or_doubled_when_two_write_at_once(url):
    campaign = at_once(url, processes=2, count=100)
    assert len(campaign.operations) == 200
    with Registry(url) as registry:
        registry.verify()
        # each thing that a process was told of is there, and no other; a refused one left nothing
        assert lost_things(campaign, registry) == {}
        # at every instant exactly one version was live, and it is the one that was so then
        assert campaign.observed["problems"] == []
        assert seen_otherwise(campaign, registry, sample=20) == []
