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


def test_two_persons_of_one_name_are_two_authors():
    people = People("me")
    persons = [{"id": number, "name": "Moon"} for number in "123"]
    authors = ["me", "Moon (2)", "Moon (3)"]
    assert [people.author(who) for who in persons * 2] == authors * 2
    assert people.names == {"me": "Moon", "Moon (2)": "Moon (2)", "Moon (3)": "Moon (3)"}


def test_a_person_without_a_name_or_with_an_odd_id_is_taken_as_far_as_it_goes():
    people = People("me")
    assert people.author({"id": "1"}) == people.author({"id": "1", "name": 7}) == "me"
    assert people.author({"id": 7, "name": "Ada"}) == people.author("Ada") == "me"
    assert people.author({"id": " ", "name": "Grace"}) == people.author("Grace") == "Grace"
