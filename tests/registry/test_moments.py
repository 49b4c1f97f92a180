from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from scoring_kit.errors import RegistryError
from scoring_kit.registry.moments import moment


def test_a_date_is_the_end_of_its_day_in_utc():
    midnight = datetime(2026, 11, 27, tzinfo=UTC)
    assert midnight - moment(date(2026, 11, 26), "until") == timedelta(microseconds=1)


def test_a_moment_of_any_zone_is_kept_in_utc():
    tokyo = timezone(timedelta(hours=9))
    found = moment(datetime(2026, 11, 26, 21, tzinfo=tokyo), "until")
    assert (found.hour, found.utcoffset()) == (12, timedelta(0))


def test_none_stays_none():
    assert moment(None, "until") is None


def test_a_moment_without_its_zone_is_refused():
    with pytest.raises(RegistryError, match="until: 2026-11-26T12:00:00 has no time zone"):
        moment(datetime(2026, 11, 26, 12), "until")


@pytest.mark.parametrize("given", ["2026-11-26", 5, 5.0])
def test_what_is_no_moment_is_refused(given):
    with pytest.raises(RegistryError, match="until: a moment with its time zone, or a date, is ex"):
        moment(given, "until")


@pytest.mark.parametrize(("year", "hours"), [(1, 1), (9999, -1)])
def test_a_moment_that_utc_has_no_year_for_is_refused(year, hours):
    midnight = datetime(year, *((1, 1) if year == 1 else (12, 31, 23, 59)))
    given = midnight.replace(tzinfo=timezone(timedelta(hours=hours)))
    with pytest.raises(RegistryError, match="is not within the years 1 to 9999 of UTC"):
        moment(given, "until")
