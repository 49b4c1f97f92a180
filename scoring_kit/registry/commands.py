"""A command of the user's that is told of an event: JSON on its input, and not for ever."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from scoring_kit.registry.events import Event
from scoring_kit.registry.keys import KEY_VARIABLE

LONGEST_SAYING = 500
"""Letters of what a command said last that are handed on."""


class CommandError(Exception):
    """A command failed. kind: without what it said, which may be nobody's business."""

    def __init__(self, kind: str, said: str) -> None:
        self.kind = kind
        super().__init__(f"{kind}; it said: {said}" if said else kind)


@dataclass(frozen=True, slots=True)
class Command:
    """A program with its arguments, which are handed to it as they are, without a shell."""

    words: tuple[str, ...]
    seconds: float

    def __call__(self, event: Event) -> None:
        """Run it, with the event as JSON on its input; what it prints is not shown.

        Raises
        ------
        CommandError
            When it ends with another status than 0, or not in time; then it is killed.
        OSError
            When there is no such program.
        """
        # a command needs no key to tell of what was done
        environment = {name: x for name, x in os.environ.items() if name != KEY_VARIABLE}
        with (
            tempfile.TemporaryFile() as said,
            subprocess.Popen(  # noqa: S603 - the user's own words
                self.words,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=said,
                env=environment,
                start_new_session=True,
            ) as process,
        ):
            try:
                process.communicate(event.to_json().encode(), timeout=self.seconds)
            except subprocess.TimeoutExpired:
                _kill(process)
                kind = f"{self._name} took longer than {self.seconds:g} seconds, and was killed"
                raise CommandError(kind, "") from None
            if process.returncode:
                said.seek(0)
                text = said.read().decode(errors="replace").strip()[-LONGEST_SAYING:]
                raise CommandError(f"{self._name} ended with status {process.returncode}", text)

    @property
    def _name(self) -> str:
        return Path(self.words[0]).name


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process, and those that it started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
