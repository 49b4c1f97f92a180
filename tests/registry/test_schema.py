from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from scoring_kit.registry.schema import Moment

DIALECTS = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}
PARIS = timezone(timedelta(hours=1))


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=list(DIALECTS))
def test_moments_are_kept_in_utc(dialect):
    kept = Moment().process_bind_param(datetime(2026, 11, 26, 13, tzinfo=PARIS), dialect)
    assert kept.replace(tzinfo=UTC) == datetime(2026, 11, 26, 12, tzinfo=UTC)
    assert Moment().process_result_value(kept, dialect) == datetime(2026, 11, 26, 12, tzinfo=UTC)


def test_a_moment_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="needs its time zone"):
        Moment().process_bind_param(datetime(2026, 11, 26), DIALECTS["sqlite"])
