"""Results of rows as the bytes of an answer, stamped with the version that made them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from scoring_kit.compiler import Plan
from scoring_kit.engines.numpy_frame import Array
from scoring_kit.expression.words import Type
from scoring_kit.registry import Version

JSON = "application/json"


def stamp_of(version: Version, environment: str) -> dict[str, Any]:
    """Return what each answer says of the version that made it."""
    return {
        "scorecard": version.scorecard,
        "version": version.number,
        "sha256": version.sha256,
        "environment": environment,
    }


def json_answer(version: Version, environment: str, **content: Any) -> Response:  # noqa: ANN401
    """Return an answer in JSON; numpy's NaN is null."""
    body = orjson.dumps(
        {**stamp_of(version, environment), **content}, option=orjson.OPT_SERIALIZE_NUMPY
    )
    return bytes_answer(version, body, JSON)


def bytes_answer(version: Version, body: bytes, media: str) -> Response:
    """Return an answer whose headers name the version and the hash of its document."""
    headers = {"ETag": f'"{version.sha256}"', "Scorecard-Version": str(version.number)}
    return Response(body, headers=headers, media_type=media)


def document_answer(request: Request, content: object) -> Response:
    """Return an answer to who reads; 304 where they have it already (`If-None-Match`)."""
    body = orjson.dumps(content)
    tag = f'"{hashlib.sha256(body).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    known = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known or f"W/{tag}" in known:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=JSON)


def columns_of(outputs: Mapping[str, Array], plan: Plan) -> dict[str, object]:
    """Return results by column, as orjson writes them."""
    return {
        output.name: outputs[output.name]
        if output.reference.kind is Type.NUMBER
        else outputs[output.name].tolist()
        for output in plan.outputs
    }


def rows_of(outputs: Mapping[str, Array], plan: Plan) -> list[dict[str, object]]:
    """Return results row by row."""
    names = [output.name for output in plan.outputs]
    lists = [outputs[name].tolist() for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*lists, strict=True)]
