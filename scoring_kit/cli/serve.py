"""`scoring-kit serve`: the approved scores over HTTP."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Option

from scoring_kit.cli.registry_options import ADDRESS, At
from scoring_kit.optional import require

if TYPE_CHECKING:
    from scoring_kit.service.settings import Settings

DEFAULT = "sqlite:///scores.db"
LOGS = "warning"

Host = Annotated[str, Option(help="The address to listen on; 0.0.0.0 for all of the machine.")]
Port = Annotated[int, Option(help="The port to listen on.", min=1, max=65535)]
Production = Annotated[bool, Option("--production", help="Run several processes under gunicorn.")]
Workers = Annotated[
    int | None,
    Option(help="Processes, with --production; one a core.", min=1, show_default=False),
]
Demo = Annotated[
    bool, Option("--demo", help="Serve the examples, from a registry that goes at the end.")
]


def serve(
    registry: At = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    production: Production = False,
    workers: Workers = None,
    demo: Demo = False,
) -> None:
    """Serve the live scorecards of a registry over HTTP, to whoever has a key.

    Everything else is set by variables of the environment; docs/service.md lists them.

    Example: scoring-kit serve --demo
    """
    require("fastapi", "the service")
    if demo and (production or registry):
        raise typer.BadParameter("--demo has a registry of its own, and one process")
    if workers is not None and not production:
        raise typer.BadParameter("--workers goes with --production")
    if production:
        _check_registry(registry or DEFAULT)
        command = production_command(host, port, workers)
        environment = production_environment(registry or DEFAULT)
        os.execve(command[0], command, environment)  # noqa: S606 - no shell: this very Python
    with ExitStack() as stack:
        url = _demonstrated(stack, f"http://{host}:{port}") if demo else registry or DEFAULT
        _check_registry(url)
        _run(settings_of(url), host, port)


def production_command(host: str, port: int, workers: int | None) -> list[str]:
    """Return the command that starts gunicorn with the settings of the package."""
    require("gunicorn", "the service with --production")
    settings, application = "scoring_kit.service.production", "scoring_kit.service.app"
    command = [sys.executable, "-m", "gunicorn", "-c", f"python:{settings}"]
    command += ["--bind", f"{host}:{port}"]
    command += [] if workers is None else ["--workers", str(workers)]
    return [*command, f"{application}:create_app()"]


def production_environment(url: str) -> dict[str, str]:
    """Return the environment of gunicorn: the registry, and a folder to count together in."""
    from scoring_kit.service.production import FOLDER, METRICS

    folder = os.environ.get(METRICS) or tempfile.mkdtemp(prefix=FOLDER)
    return {**os.environ, ADDRESS: url, METRICS: folder}


def settings_of(url: str) -> Settings:
    """Return the settings of a service for this registry, the others from the environment."""
    from pydantic import SecretStr

    from scoring_kit.service.settings import Settings

    return Settings(registry=SecretStr(url))


def _check_registry(url: str) -> None:
    """Open the registry once, so that what is wrong with it is told in a line."""
    from scoring_kit.registry import Registry

    with Registry(url, key="") as opened:
        if not opened.keys():
            message = (
                "the registry has no keys yet, so nobody can ask: scoring-kit registry keys add"
            )
            typer.echo(message, err=True)


def _demonstrated(stack: ExitStack, address: str) -> str:
    from scoring_kit.service.demonstration import demonstration

    demo = stack.enter_context(demonstration())
    typer.echo(f"scorecards: {', '.join(demo.scorecards)}")
    typer.echo(f"key:        {demo.key.reveal()}")
    typer.echo(f"try:\n{demo.request(address)}")
    return demo.url


def _run(settings: Settings, host: str, port: int) -> None:
    import uvicorn

    from scoring_kit.service.app import create_app
    from scoring_kit.service.batches import take_short_turns

    take_short_turns()
    pages = f"http://{host}:{port}/docs" if settings.docs else f"http://{host}:{port}"
    typer.echo(f"serving on {pages} until Ctrl-C")
    uvicorn.run(
        create_app(settings),
        host=host,
        port=port,
        log_level=LOGS,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=25,
    )
