"""What can be set from outside, by environment variables such as SCORING_KIT_REGISTRY."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from scoring_kit.service.table_files import TableFile

Algorithm = Literal["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
"""Signatures with a public key. Those with a shared secret, and "none", are not among them."""

Seconds = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(gt=0)]
Freshness = Annotated[float, Field(gt=0, le=1)]


class Settings(BaseSettings):
    """The settings of a service; each is read from SCORING_KIT_ and its name in capitals.

    registry: the address of the registry, which may hold a password.
    environment: whose live versions are meant where a request names none.
    body_limit, row_limit, column_limit, text_limit: bytes of a request, rows and columns in it,
    letters of a text.
    batch_threads, batch_queue: batches that are scored at once, and that may wait for it.
    deadline: seconds that a request may take, until its body is there and then until its answer.
    freshness: seconds that a key and the live version are remembered, 1 at most.
    refusals: keys that turn out to be none, of which the registry's audit is told in a second.
    plans: compiled scorecards that are kept.
    tables: registered tables by name, in JSON: {"people": {"path": "people.parquet", "key": "id"}}.
    streams: answers that are streamed at once. table_memory: what DuckDB may take for each table.
    kept_results: scores of keys that are kept.
    docs: whether /docs and /openapi.json are there.
    allowed_origins: of pages in browsers that may call the service; none unless set.
    jwks: a file of public keys (JSON Web Key Set); with it, tokens (JWT) are accepted that name
    this issuer and audience. jwt_leeway: seconds by which clocks may differ.

    Examples
    --------
    >>> Settings(registry="sqlite:///scores.db", row_limit=100).row_limit
    100
    """

    model_config = SettingsConfigDict(
        env_prefix="SCORING_KIT_", frozen=True, extra="forbid", hide_input_in_errors=True
    )

    registry: SecretStr = SecretStr("sqlite:///scores.db")
    environment: str = "production"
    body_limit: Count = 16 * 1024 * 1024
    row_limit: Count = 10_000
    column_limit: Count = 2_000
    text_limit: Count = 10_000
    batch_threads: Count = 2
    batch_queue: Annotated[int, Field(ge=0)] = 16
    deadline: Seconds = 10.0
    freshness: Freshness = 1.0
    refusals: Count = 100
    plans: Count = 64
    tables: dict[str, TableFile] = {}
    streams: Count = 4
    table_memory: str = "1GB"
    kept_results: Count = 10_000
    docs: bool = True
    allowed_origins: tuple[str, ...] = ()
    jwks: Path | None = None
    jwt_issuer: str | None = None
    jwt_audience: str | None = None
    jwt_algorithms: tuple[Algorithm, ...] = ("RS256", "ES256", "EdDSA")
    jwt_leeway: Annotated[float, Field(ge=0, le=60)] = 0.0

    @model_validator(mode="after")
    def _tokens_are_bound(self) -> Settings:
        """Refuse tokens of anybody for anybody: whose and for whom has to be said."""
        if self.jwks is not None and not (self.jwt_issuer and self.jwt_audience):
            raise ValueError(
                "with jwks, set jwt_issuer and jwt_audience too: who issues the tokens, for whom"
            )
        return self
