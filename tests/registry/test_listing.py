from tests.registry.registries import approved, promoted, small


def listing(registry):
    return registry._run(registry._registry.listing())


def test_an_empty_registry_lists_nothing(registry):
    assert listing(registry) == ()


def test_each_scorecard_is_listed_with_what_is_live_what_waits_and_what_was_last(registry):
    promoted(registry)  # 1
    promoted(registry, 0.5)  # 2 is live in production
    promoted(registry, 0.25, "staging")  # 3
    waiting = approved(registry, 0.75)  # 4
    registry.propose("small", waiting, "here too", by="ann", environment="staging")
    registry.propose("small", 1, "once more", by="ann")
    registry.reject("small", 1, "no", by="bob")
    registry.add(small().model_copy(update={"name": "alone"}), "first", author="cem")
    alone, several = listing(registry)
    assert (alone.name, alone.versions, alone.live, alone.waiting) == ("alone", 1, (), ())
    assert (alone.last.action, alone.last.actor) == ("add", "cem")
    assert (several.name, several.versions) == ("small", 4)
    live = {(link.environment, link.number) for link in several.live}
    assert live == {("production", 2), ("staging", 3)}
    waits = [(link.number, link.environment, link.after) for link in several.waiting]
    assert waits == [(4, "staging", "proposed"), (4, "production", "approved")]
    assert several.last == registry.history("small")[-1]


def test_after_a_rollback_the_version_before_is_listed_as_live(registry):
    promoted(registry)
    two = promoted(registry, 0.5)
    registry.rollback("small", two, "complaints", by="bob")
    (link,) = listing(registry)[0].live
    assert (link.number, link.action) == (1, "rollback")
