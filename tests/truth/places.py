"""Where the documents are that reproduce published results: here, or shipped with the project."""

from pathlib import Path

DATA = Path(__file__).parents[2] / "data"
SHIPPED = ("human_freedom", "cvss", "german_credit")
"""Cards that come with the project, each beside a table of the same name."""

CARDS = {
    **{path.stem: path for path in sorted((Path(__file__).parent / "cards").glob("*.yaml"))},
    **{name: DATA / f"{name}.yaml" for name in SHIPPED},
}
"""The documents by name."""
