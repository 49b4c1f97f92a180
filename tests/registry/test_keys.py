import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest

from scoring_kit.errors import RegistryError
from scoring_kit.registry.hidden import Hidden
from scoring_kit.registry.keys import (
    KEY_VARIABLE,
    SCOPES,
    Key,
    KeyRecord,
    Principal,
    check_in_force,
    checked_scopes,
    given_key,
    key_id,
    new_key,
)

ID, SECRET = "0123456789ab", "5" * 64
TEXT = f"sk_{ID}_{SECRET}"
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def record(expires=None, revoked=None):
    return KeyRecord(ID, "ann", ("author",), None, NOON, expires, revoked)


def test_new_keys_have_256_random_bits_and_differ():
    texts = [new_key().reveal() for _ in range(100)]
    assert len(set(texts)) == 100
    assert all(re.fullmatch("sk_[0-9a-f]{12}_[0-9a-f]{64}", text) for text in texts)
    # of 25,600 fair bits, half are ones: more than 8 standard deviations off is no chance
    ones = sum(int(text[16:], 16).bit_count() for text in texts)
    assert abs(ones - 12_800) < 8 * 80


def test_what_is_kept_of_a_key_is_the_sha256_of_its_secret():
    key = Key(Hidden(TEXT))
    assert key.sha256 == hashlib.sha256(b"\x55" * 32).hexdigest()
    assert key.fits(key.sha256)
    assert not key.fits(new_key().sha256)


@pytest.mark.parametrize("show", [str, repr, "{}".format, lambda key: f"{[key]}"])
def test_a_key_shows_its_id_only(show):
    shown = show(Key(Hidden(TEXT)))
    assert ID in shown
    assert SECRET[:8] not in shown


@pytest.mark.parametrize(
    "text",
    ["ann", TEXT[:-1], TEXT + "5", TEXT.upper(), TEXT.replace("sk_", "pk_"), f"{TEXT} {TEXT}",
     TEXT.replace("5", "\u0665"), TEXT.replace("_", " ")],
)  # fmt: skip
def test_what_is_no_key_is_refused_without_repeating_it(text):
    for read in (given_key, key_id):
        with pytest.raises(RegistryError, match="this is no key") as caught:
            read(Hidden(text))
        assert caught.value.code == "key_text"
        assert text not in str(caught.value)


def test_a_key_may_have_spaces_and_line_ends_around_it():
    assert given_key(Hidden(f" {TEXT}\n")).reveal() == TEXT


def test_a_key_that_is_not_given_comes_from_the_environment(monkeypatch):
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    assert given_key(None) is None
    monkeypatch.setenv(KEY_VARIABLE, TEXT)
    assert given_key(None).reveal() == TEXT
    other = new_key()
    assert given_key(other) is other
    assert given_key(Hidden("")) is None


def test_a_key_that_is_no_text_is_refused():
    with pytest.raises(RegistryError, match="key: a text is expected, found bytes"):
        given_key(TEXT.encode())


def test_the_id_of_a_key_is_read_from_either():
    assert [key_id(Hidden(ID)), key_id(Hidden(TEXT)), key_id(Key(Hidden(TEXT)))] == [ID] * 3


# ---- what it is good for -------------------------------------------------------------------


def test_scopes_are_kept_in_one_order():
    assert checked_scopes(reversed(SCOPES)) == SCOPES


@pytest.mark.parametrize(
    ("scopes", "message"),
    [
        (["approver"], "'approver' is none; did you mean 'approve'"),
        ([3], "3 is none; there are read, score, author, approve, admin"),
        ([], "a key needs one at least"),
        ("Admin", "'Admin' is none; did you mean 'admin'"),
    ],
)
def test_a_scope_that_there_is_not_is_refused(scopes, message):
    with pytest.raises(RegistryError, match=message):
        checked_scopes(scopes)


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("held", SCOPES)
def test_no_scope_includes_another(scope, held):
    principal = Principal("ann", ID, (held,), None)
    if scope == held:
        principal.check(scope)
        return
    with pytest.raises(RegistryError, match=f"has the scope {held}, and {scope} is needed"):
        principal.check(scope)


def test_a_key_of_some_environments_is_not_for_others():
    principal = Principal("ann", ID, ("approve",), ("staging",))
    principal.check("approve", "staging")
    principal.check("approve")
    with pytest.raises(RegistryError, match="'ann' is for staging, not for production") as caught:
        principal.check("approve", "production")
    assert caught.value.code == "key_environment"


# ---- how long it is in force ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("expires", "revoked", "code"),
    [
        (None, None, None),
        (NOON + HOUR, None, None),
        (NOON, None, "key_expired"),  # the moment itself is past it
        (NOON - HOUR, None, "key_expired"),
        (None, NOON - HOUR, "key_revoked"),
        (None, NOON + HOUR, "key_revoked"),  # by somebody whose clock is fast
        (NOON + HOUR, NOON - HOUR, "key_revoked"),
        (NOON - HOUR, NOON - 2 * HOUR, "key_revoked"),
        (NOON + HOUR, NOON + HOUR, "key_expired"),  # seen to be expired, then the clock went back
    ],
)
def test_a_key_is_in_force_until_it_expires_or_is_revoked(expires, revoked, code):
    if code is None:
        check_in_force(record(expires, revoked), NOON)
        return
    with pytest.raises(
        RegistryError, match=f"key {ID} of 'ann' (expired|was revoked) on"
    ) as caught:
        check_in_force(record(expires, revoked), NOON)
    assert caught.value.code == code


def test_a_record_tells_what_a_key_is_good_for():
    assert repr(record()) == f"key {ID} of ann: author in all environments"
    shown = repr(record(NOON + HOUR, NOON))
    assert shown.endswith(", expires 2026-11-26 13:00 UTC, revoked 2026-11-26 12:00 UTC")
