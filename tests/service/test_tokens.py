import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from scoring_kit.errors import ScoringError
from scoring_kit.service.problems import ServiceError
from scoring_kit.service.settings import Settings
from scoring_kit.service.tokens import Tokens
from tests.service.signed import Issuer


@pytest.fixture
def issuer(tmp_path):
    return Issuer(tmp_path)


def principal(issuer, token):
    return Tokens(Settings(**issuer.settings)).principal(token)


def test_a_token_says_who_may_do_what_and_where(issuer):
    found = principal(issuer, issuer.token(scope="read score other", environments=["staging"]))
    assert (found.user, found.scopes) == ("ann", ("read", "score"))
    assert found.environments == ("staging",)


def test_all_environments_have_to_be_said(issuer):
    assert principal(issuer, issuer.token(environments=["*"])).environments is None
    assert principal(issuer, issuer.token(without=["environments"])).environments == ()
    assert principal(issuer, issuer.token(environments="production")).environments == ()


def test_a_token_without_scopes_is_good_for_nothing(issuer):
    assert principal(issuer, issuer.token(without=["scope"])).scopes == ()


REFUSED = {
    "expired": {"exp": time.time() - 5},
    "of another issuer": {"iss": "https://other.example"},
    "for somebody else": {"aud": "other"},
    "not yet valid": {"nbf": time.time() + 10_000_000},
    "that never expires": {"without": ["exp"]},
    "of nobody": {"without": ["sub"]},
    "without issuer": {"without": ["iss"]},
    "without audience": {"without": ["aud"]},
    "with an unknown key": {"kid": "second"},
    "signed by somebody else": {"key": ec.generate_private_key(ec.SECP256R1())},
    "with a shared secret": {"key": "x" * 64, "algorithm": "HS256"},
}


@pytest.mark.parametrize("claims", REFUSED.values(), ids=REFUSED)
def test_a_token_is_refused(issuer, claims):
    with pytest.raises(ServiceError, match="401 unauthorized"):
        principal(issuer, issuer.token(**claims))


@pytest.mark.parametrize("text", ["", "a.b.c", "x" * 1000, "é.é.é"])
def test_what_is_no_token_is_refused(issuer, text):
    with pytest.raises(ServiceError, match="401 unauthorized"):
        principal(issuer, text)


def test_an_unsigned_token_is_refused(issuer):
    claims = jwt.decode(issuer.token(), options={"verify_signature": False})
    token = jwt.encode(claims, None, algorithm="none", headers={"kid": "first"})
    with pytest.raises(ServiceError, match="401 unauthorized"):
        principal(issuer, token)


def test_a_token_signed_with_what_is_public_as_a_secret_is_refused(issuer):
    token = issuer.token(key=issuer.jwk()["x"], algorithm="HS256")
    with pytest.raises(ServiceError, match="401 unauthorized"):
        principal(issuer, token)


def test_new_keys_in_the_file_are_seen(issuer):
    tokens = Tokens(Settings(**issuer.settings))
    old = issuer.token()
    tokens.principal(old)
    issuer.kid, issuer.key = "next", ec.generate_private_key(ec.SECP256R1())
    issuer.write(issuer.jwk(), {**issuer.jwk(), "kid": "spare"})
    assert tokens.principal(issuer.token()).user == "ann"
    with pytest.raises(ServiceError, match="401 unauthorized"):
        tokens.principal(old)


def test_a_key_for_encryption_signs_nothing(issuer):
    issuer.write({**issuer.jwk(), "use": "enc"})
    with pytest.raises(ServiceError, match="401 unauthorized"):
        principal(issuer, issuer.token())


SECRET = {"kty": "oct", "k": "c2VjcmV0", "kid": "first"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda issuer: issuer.write(SECRET), "a shared secret"),
        (lambda issuer: issuer.write({**issuer.jwk(), "kid": ""}), "a key has no id"),
        (lambda issuer: issuer.path.write_text("{"), "no JSON Web Key Set"),
        (lambda issuer: issuer.path.unlink(), "cannot be read"),
    ],
    ids=["shared secret", "no id", "no JSON", "no file"],
)
def test_a_file_that_holds_no_public_keys_is_refused(issuer, change, message):
    change(issuer)
    with pytest.raises(ScoringError, match=message):
        Tokens(Settings(**issuer.settings))
