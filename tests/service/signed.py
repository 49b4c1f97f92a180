"""Tokens, signed with keys that are made for a test."""

import json
import time

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

ISSUER, AUDIENCE = "https://issuer.example", "scores"


class Issuer:
    """Signs tokens; `settings` are those of a service that accepts them."""

    def __init__(self, folder, kid="first"):
        self.path, self.kid = folder / "keys.json", kid
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.write(self.jwk())
        self.settings = {"jwks": self.path, "jwt_issuer": ISSUER, "jwt_audience": AUDIENCE}

    def jwk(self):
        public = json.loads(ECAlgorithm.to_jwk(self.key.public_key()))
        return {**public, "kid": self.kid, "alg": "ES256", "use": "sig"}

    def write(self, *keys):
        self.path.write_text(json.dumps({"keys": keys}))

    def token(self, *, key=None, algorithm="ES256", kid=None, without=(), **claims):
        """Return a token of ann, who may score in production for a minute; claims: others."""
        usual = {
            "sub": "ann",
            "iss": ISSUER,
            "aud": AUDIENCE,
            "exp": time.time() + 60,
            "scope": "score",
            "environments": ["production"],
        }
        held = {name: value for name, value in {**usual, **claims}.items() if name not in without}
        headers = {"kid": kid or self.kid}
        return jwt.encode(held, key or self.key, algorithm=algorithm, headers=headers)
