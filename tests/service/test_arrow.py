import datetime as dt
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.service.arrow_bodies import read_arrow
from scoring_kit.service.problems import ServiceError
from scoring_kit.service.reading import Reader
from scoring_kit.service.scorer import columns_of
from scoring_kit.service.settings import Settings
from tests.service.served import WIDE

COLUMNS = columns_of(WIDE)
TABLE = pa.table(
    {
        "age": pa.array([41.5, None, float("nan"), float("inf")]),
        "region": pa.array(["north", None, "ß", ""]),
        "member": pa.array([True, None, False, True]),
        "since": pa.array([dt.date(2024, 2, 29), None, dt.date(1969, 12, 31), dt.date(1, 1, 1)]),
    }
)


def stream(table, **options):
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, **options) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def read(table, **limits):
    return read_arrow(stream(table), Reader(COLUMNS, Settings(**limits)))


def with_column(name, values):
    return TABLE.set_column(TABLE.column_names.index(name), name, values)


def test_columns_are_read_in_the_forms_of_the_engine():
    found = read(TABLE)
    assert found.rows == 4
    np.testing.assert_array_equal(found.arrays["age"], [41.5, np.nan, np.nan, np.inf])
    assert found.arrays["region"].tolist() == ["north", None, "ß", ""]
    assert found.arrays["member"].tolist() == [1, -1, 0, 1]
    np.testing.assert_array_equal(found.arrays["since"], [19_782, np.nan, -1, -719_162])


NOON = dt.datetime(2024, 2, 29, 23, 30)
WEST = dt.timezone(dt.timedelta(hours=-2))
FORMS = {
    "integers": ("age", pa.array([1, None, -3, 2**53 + 1]), [1, np.nan, -3, 2.0**53]),
    "unsigned": ("age", pa.array([1, None, 3, 2**64 - 1], pa.uint64()), [1, np.nan, 3, 2.0**64]),
    "single floats": ("age", pa.array([0.1, 1, 2, None], pa.float32()), None),
    "decimals": (
        "age",
        pa.array([Decimal("0.1"), None, Decimal("-2.5"), Decimal("7")], pa.decimal128(38, 17)),
        [0.1, np.nan, -2.5, 7],
    ),
    "nothing": ("age", pa.nulls(4), [np.nan] * 4),
    "moments": ("since", pa.array([NOON, None, NOON, NOON]), [19_782, np.nan, 19_782, 19_782]),
    "moments with a zone": (
        "since",
        pa.array([NOON.replace(tzinfo=WEST)] * 4),  # in UTC it is the day after
        [19_783] * 4,
    ),
    "days in milliseconds": (
        "since",
        pa.array([dt.date(2024, 2, 29), None] * 2).cast(pa.date64()),
        [19_782, np.nan] * 2,
    ),
}


@pytest.mark.parametrize(("name", "values", "expected"), FORMS.values(), ids=FORMS)
def test_a_column_may_come_in_other_types(name, values, expected):
    wanted = [float(np.float32(0.1)), 1, 2, np.nan] if expected is None else expected
    np.testing.assert_array_equal(read(with_column(name, values)).arrays[name], wanted)


def test_texts_may_be_a_dictionary_or_large():
    codes = pa.array(["north", None, "b", "north"]).dictionary_encode()
    assert read(with_column("region", codes)).arrays["region"].tolist() == codes.to_pylist()
    large = codes.cast(pa.large_string())
    assert read(with_column("region", large)).arrays["region"].tolist() == codes.to_pylist()


UNFIT = {
    "texts for numbers": ("age", pa.array(["1"] * 4)),
    "truths for numbers": ("age", pa.array([True] * 4)),
    "dates for numbers": ("age", pa.array([dt.date(2024, 1, 1)] * 4)),
    "a dictionary of texts for numbers": ("age", pa.array(["1"] * 4).dictionary_encode()),
    "numbers for truths": ("member", pa.array([1] * 4)),
    "bytes for texts": ("region", pa.array([b"a"] * 4)),
    "lists for texts": ("region", pa.array([["a"]] * 4)),
    "texts for dates": ("since", pa.array(["2024-02-29"] * 4)),
    "times for dates": ("since", pa.array([dt.time(1)] * 4)),
}


@pytest.mark.parametrize(("name", "values"), UNFIT.values(), ids=UNFIT)
def test_nothing_is_taken_for_something_else(name, values):
    with pytest.raises(ServiceError, match="422 data") as refusal:
        read(with_column(name, values))
    assert [(x.pointer, x.code) for x in refusal.value.faults] == [(f"/{name}", "wrong_type")]


def test_all_columns_that_are_missing_are_told():
    with pytest.raises(ServiceError, match="422 data") as refusal:
        read(TABLE.select(["age"]))
    assert [x.pointer for x in refusal.value.faults] == ["/region", "/member", "/since"]


def test_names_that_collide_are_refused():
    with pytest.raises(ServiceError, match="422 data"):
        read(TABLE.append_column("AGE", pa.array([1] * 4)))
    with pytest.raises(ServiceError, match="422 data"):
        read(TABLE.append_column("age", pa.array([1] * 4)))


def test_limits_hold():
    with pytest.raises(ServiceError, match="413 too_many_rows"):
        read(TABLE, row_limit=3)
    with pytest.raises(ServiceError, match="422 data") as refusal:
        read(TABLE, text_limit=4)
    assert refusal.value.faults[0].code == "too_long"


@pytest.mark.parametrize("codec", ["lz4", "zstd"])
def test_compressed_buffers_are_refused_before_they_are_unpacked(codec):
    zeros = pa.table({**{x: TABLE[x] for x in TABLE.column_names}, "more": pa.array([0] * 4)})
    body = stream(zeros, options=pa.ipc.IpcWriteOptions(compression=codec))
    with pytest.raises(ServiceError, match="415 compressed"):
        read_arrow(body, Reader(COLUMNS, Settings()))


def test_compressed_dictionaries_are_refused_too():
    table = with_column("region", pa.array(["north"] * 4).dictionary_encode())
    body = stream(table, options=pa.ipc.IpcWriteOptions(compression="zstd"))
    with pytest.raises(ServiceError, match="415 compressed"):
        read_arrow(body, Reader(COLUMNS, Settings()))


@pytest.mark.parametrize("body", [b"", b"x", b"\xff\xff\xff\xff\xff\xff\xff\x7f", b"\0" * 64])
def test_what_is_no_stream_is_refused(body):
    with pytest.raises(ServiceError, match=r"400 arrow|422 data"):
        read_arrow(body, Reader(COLUMNS, Settings()))


BODY = stream(with_column("region", pa.array(["a", "b", None, "a"]).dictionary_encode()))


def test_a_name_that_is_no_utf_8_is_refused():
    body = stream(TABLE).replace(b"region", b"re\x98ion")
    assert outcome(body) == 400


@given(st.lists(st.tuples(st.integers(0, len(BODY) - 1), st.integers(0, 255)), max_size=6))
def test_a_damaged_stream_is_read_or_refused(damage):
    body = bytearray(BODY)
    for place, value in damage:
        body[place] = value
    assert outcome(bytes(body)) in ("read", 400, 413, 415, 422)


def outcome(body):
    """Return the status of a refusal, or that all columns were read and are of one length."""
    try:
        found = read_arrow(body, Reader(COLUMNS, Settings()))
    except ServiceError as refusal:
        return refusal.status
    lengths = {len(array) for array in found.arrays.values()}
    return "read" if lengths == {found.rows} else "torn"


@pytest.mark.parametrize(("kind", "count"), [(pa.int8(), 128), (pa.uint8(), 256)])
def test_a_dictionary_may_have_as_many_values_as_its_numbers_tell_apart(kind, count):
    names = pa.array([f"v{number}" for number in range(count)])
    numbers = pa.array([0, None, count - 1, 1], kind)
    found = read(with_column("region", pa.DictionaryArray.from_arrays(numbers, names)))
    assert found.arrays["region"].tolist() == ["v0", None, f"v{count - 1}", "v1"]


def test_texts_may_come_as_views_as_polars_writes_them():
    views = pa.array(["north", None, "a text that is longer than a view", ""], pa.string_view())
    assert read(with_column("region", views)).arrays["region"].tolist() == views.to_pylist()


@pytest.mark.parametrize("more", [stream(TABLE), b"x", b"\0" * 8])
def test_what_comes_after_the_end_of_a_stream_is_not_left_out_unseen(more):
    with pytest.raises(ServiceError, match="after its end") as refused:
        read_arrow(stream(TABLE) + more, Reader(COLUMNS, Settings()))
    assert refused.value.status == 400
