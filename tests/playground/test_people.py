from scoring_kit.playground.people import LONGEST_NAME, People


def test_somebody_alone_is_the_author_of_the_session():
    people = People("owner")
    assert people.author(None) == "owner"
    assert people.author("  Ada   L. ") == "owner"
    assert people.names == {"owner": "Ada L."}


def test_others_go_by_their_names():
    people = People("owner")
    assert [people.author(who) for who in ("Ada", "Grace", "Ada", "Grace")] == [
        "owner",
        "Grace",
        "owner",
        "Grace",
    ]


def test_nobody_is_taken_for_the_owner_by_their_name():
    people = People("me")
    people.author("Ada")
    assert people.author("me") == "me (2)"


def test_names_that_are_no_names_are_the_owner():
    people = People("me")
    assert [people.author(who) for who in (7, "", " ", [], True)] == ["me"] * 5


def test_names_are_cut():
    people = People("me")
    people.author("Ada")
    assert people.author("x" * 1000) == "x" * LONGEST_NAME
