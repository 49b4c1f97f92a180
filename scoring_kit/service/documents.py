"""The OpenAPI document, and a page that shows it without asking any other server."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import Response

from scoring_kit.display.markup import Markup, element, join
from scoring_kit.service.access import OPEN, SCHEMES, SCOPE, needs
from scoring_kit.service.schemas import COMPONENTS

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
section { border-top: 1px solid #8886; padding: .5rem 0 1rem; }
h2 { font-size: 1.1rem; overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, monospace; font-size: .9rem; }
pre { overflow-x: auto; padding: .75rem; border: 1px solid #8886; border-radius: .4rem; }
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; frame-ancestors 'none'"


def add_documents(app: FastAPI) -> None:
    """Add /openapi.json and /docs to an application; both are open to all."""

    async def document(request: Request) -> Response:
        del request
        return Response(orjson.dumps(openapi_of(app)), media_type="application/json")

    async def page(request: Request) -> Response:
        del request
        headers = {"Content-Security-Policy": _POLICY}
        return Response(page_of(openapi_of(app)), headers=headers, media_type="text/html")

    told = needs(OPEN, answer={"description": "What can be called."})
    app.add_api_route("/openapi.json", document, include_in_schema=False, **told)
    app.add_api_route("/docs", page, include_in_schema=False, **told)


def openapi_of(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of an application, with what its routes say of themselves."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
        )
        components = document.setdefault("components", {})
        # what FastAPI says of invalid requests is not what this service answers
        schemas = components.get("schemas", {})
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        components["schemas"] = {**schemas, **COMPONENTS}
        components["securitySchemes"] = SCHEMES
        app.openapi_schema = document
    return app.openapi_schema


def page_of(document: Mapping[str, Any]) -> str:
    """Return a page that lists what can be called."""
    info = document["info"]
    parts = [
        element("h1", f"{info['title']} {info['version']}"),
        element("p", info["description"]),
        element("p", "The same for programs: ", element("a", "openapi.json", href="openapi.json")),
    ]
    for path, methods in document["paths"].items():
        parts += [_operation(method.upper(), path, told) for method, told in methods.items()]
    head = element("title", info["title"]) + Markup(f"<style>{_STYLE}</style>")
    body = element("body", join(parts))
    return f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}</head>{body}</html>'


def _operation(method: str, path: str, told: Mapping[str, Any]) -> Markup:
    scope = told.get(SCOPE)
    who = "Open to all." if scope == OPEN else f"Needs the scope {scope}."
    rows = [element("h2", element("code", f"{method} {path}"))]
    rows.append(element("p", told.get("description") or told.get("summary", ""), f" {who}"))
    for item in told.get("parameters", ()):
        said = f" ({item['in']}): {item.get('description', '')}"
        rows.append(element("p", element("code", item["name"]), said))
    for media, content in told.get("requestBody", {}).get("content", {}).items():
        if "example" in content:
            example = orjson.dumps(content["example"], option=orjson.OPT_INDENT_2).decode()
            rows.append(element("pre", f"{media}\n{example}"))
    return element("section", join(rows))
