"""Tables of every kind in, results in every form out: the same values, types and order."""

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring_kit as sk
from tests.compiler.worked import leaf, parsed, root

KEY = ["n", "day", "sum", "at"]
KINDS = [pa.int64(), pa.date32(), pa.decimal128(6, 2), pa.timestamp("us"), *[pa.float64()] * 2]
SCHEMA = pa.schema(list(zip([*KEY, "x", "y"], KINDS, strict=True)))
OUTS = [{"name": "low", "when": "x < 0"}, {"name": "lower", "when": "x < -5"}]
MEMBERS = root(leaf("x", missing="fail"), leaf("y", missing="reweight"))
TIERS = {"\N{ROCKET}": 5, "<b>": 0}
CARD = parsed({"key": KEY, "score": MEMBERS, "tiers": TIERS, "knock_outs": OUTS})
NUMBERS = st.none() | st.floats(-10, 10)
MONEY = st.decimals(-9999, 9999, places=2).map(lambda amount: amount + 0)  # no -0
ROW = st.tuples(st.dates(), MONEY, st.datetimes(), NUMBERS, NUMBERS)


def results(scores, folder, database):
    yield scores.to_arrow()
    yield pa.Table.from_pandas(scores.to_pandas(), preserve_index=False)
    yield scores.to_polars().to_arrow()
    scores.to_parquet(folder / "out.parquet", overwrite=True)
    yield pq.read_table(folder / "out.parquet")
    scores.to_table(database, "out", overwrite=True)
    yield database.table("out").to_arrow_table()


@settings(max_examples=5)
@given(st.lists(ROW, min_size=1, max_size=8), st.sampled_from(["duckdb", "numpy", "row"]))
def test_every_kind_of_table_and_result_holds_the_same(tmp_path_factory, rows, engine):
    folder = tmp_path_factory.mktemp("tables")
    table = pa.table([list(range(len(rows))), *zip(*rows, strict=True)], schema=SCHEMA)
    pq.write_table(table, folder / "in.parquet")
    frame = pl.from_arrow(table)
    with duckdb.connect() as database:
        ways = [table, table.to_reader(), frame, frame.lazy(), table.to_pydict()]
        ways += [database.from_arrow(table), table.to_pandas(), folder / "in.parquet"]
        expected = sk.score(CARD, table).to_arrow()
        assert expected.select(KEY).equals(table.select(KEY))
        for data in ways:
            scores = sk.score(CARD, data, engine=engine, order="key")
            for found in results(scores, folder, database):
                assert found.cast(expected.schema).to_pylist() == expected.to_pylist()
