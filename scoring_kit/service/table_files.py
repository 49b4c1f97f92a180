"""What the settings say of a registered table."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from scoring_kit.scorecard.inputs import TypeName
from scoring_kit.tables.databases import is_database


def _names(given: object) -> object:
    return (given,) if isinstance(given, str) else given


def _file(path: str) -> str:
    if is_database(path):
        raise ValueError("a Parquet or CSV file is expected, or a folder of such; no database")
    return path


class TableFile(BaseModel):
    """A Parquet or CSV file, or a folder of such, and the columns that identify a row.

    types: what columns of CSV files hold; others are text. fingerprint: whether the version of
    the data is its fingerprint, for which the whole table is read whenever its files change;
    what the files look like from outside otherwise.

    Examples
    --------
    >>> TableFile(path="people.parquet", key="id").key
    ('id',)
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    path: Annotated[str, Field(min_length=1), AfterValidator(_file)]
    key: Annotated[tuple[str, ...], Field(min_length=1), BeforeValidator(_names)]
    types: dict[str, TypeName] = {}
    fingerprint: bool = False
