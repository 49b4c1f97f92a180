import inspect
import sys
import time

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.engines.sql import quote_identifier
from scoring_kit.errors import ExpressionError
from scoring_kit.expression.meaning import to_word
from scoring_kit.expression.parse import parse_expression
from scoring_kit.expression.words import Column, Type
from tests.expression.evaluation import select
from tests.expression.hostile import HARMLESS, REFUSED, TOO_DEEP_TEXTS, TOO_LONG_TEXTS

COLUMNS = {"amount": Column("amount", Type.NUMBER), "name": Column("name", Type.TEXT)}
NUMBERED = [pytest.param(*case, id=str(number)) for number, case in enumerate(REFUSED)]


def understood(text):
    """Take a text as far as it goes towards an engine."""
    try:
        to_word(parse_expression(text), COLUMNS, {})
    except ExpressionError as error:
        return error.code
    return "understood"


@pytest.mark.parametrize(("text", "code"), NUMBERED)
def test_hostile_text_is_refused_with_its_code(text, code):
    with pytest.raises(ExpressionError, match=r"[a-z]") as caught:
        parse_expression(text)
    assert caught.value.code == code


@pytest.mark.parametrize("text", [text for text, _ in REFUSED], ids=range(len(REFUSED)))
def test_hostile_text_is_refused_within_a_second(text):
    started = time.perf_counter()
    understood(text)
    assert time.perf_counter() - started < 1.0


@pytest.mark.parametrize("text", TOO_DEEP_TEXTS + TOO_LONG_TEXTS, ids=range(14))
def test_messages_about_huge_texts_stay_short(text):
    with pytest.raises(ExpressionError, match=r"^.{40,150}$"):
        parse_expression(text)


def test_hostile_text_touches_neither_a_table_nor_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    canary = tmp_path / "canary.txt"
    canary.write_text("alive")
    with duckdb.connect(tmp_path / "canary.db") as connection:
        connection.execute("create table canary as select 42 as amount")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for text in [text for text, _ in REFUSED] + HARMLESS:
        understood(text)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_hostile_names_and_texts_run_and_touch_nothing(tmp_path):
    path = tmp_path / "canary.db"
    columns = {name: Column(name, Type.NUMBER) for text in HARMLESS for name in names_in(text)}
    columns["name"] = Column("name", Type.TEXT)
    made = ", ".join(f"1 as {quote_identifier(name)}" for name in columns if name != "name")
    with duckdb.connect(path) as connection:
        connection.execute(f"create table canary as select 'x' as name, {made}")
        before = connection.execute("select * from canary").fetchall()
        for text in HARMLESS:
            word = to_word(parse_expression(text), columns, {})
            assert len(connection.execute(select(word, columns, "canary")).fetchall()) == 1
        assert connection.execute("select * from canary").fetchall() == before
        assert connection.execute("show tables").fetchall() == [("canary",)]


def names_in(text):
    return parse_expression(text).columns


@pytest.mark.parametrize("text", HARMLESS)
def test_names_and_texts_may_look_like_an_attack(text):
    assert understood(text) in ("understood", "unknown_name")


def test_an_expression_lists_what_it_reads_in_order():
    found = parse_expression("b + $limit * a - b > least($other, c)")
    assert (found.columns, found.parameters) == (("b", "a", "c"), ("limit", "other"))


@pytest.mark.parametrize(
    ("text", "tested"),
    [
        ("a > 1", set()),
        ("a is null or b > 1", {"a"}),
        ("a + b is not null", {"a", "b"}),
        ("coalesce(a, b * 2, 0) + c", {"a", "b"}),
        ("case when coalesce(a, 0) > 1 then c end", {"a"}),
        ("a + coalesce(a, 0)", {"a"}),
    ],
)
def test_columns_tested_for_null_are_known(text, tested):
    assert parse_expression(text).tested == tested


@pytest.mark.parametrize(
    "text",
    [
        "(" * 32 + "a" + ")" * 32,
        "+".join(["a"] * 101),
        "'" + "a" * 9_998 + "'",
        "a in (" + ",".join(["1"] * 1_998) + ")",
    ],
    ids=["nesting", "chain", "characters", "nodes"],
)
def test_the_limits_themselves_are_allowed(text):
    assert parse_expression(text).columns in ((), ("a",))


def test_a_nearly_full_stack_is_an_error_like_any_other():
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 60)
    try:
        code = understood("(" * 30 + "a" + ")" * 30)
    finally:
        sys.setrecursionlimit(usual)
    assert code == "expression_too_deep"


PIECES = (
    "a b x $p 1 2.5 'text' \"name\" ( ) , + - * / = <> < and or not in between is null case when "
    "then else end floor( coalesce( round( date '2024-02-29' true select -- ; . % $ ' \""
)
SALADS = st.lists(st.sampled_from(PIECES.split()), max_size=25).map(" ".join)


@given(st.text(max_size=60) | SALADS)
def test_random_text_raises_nothing_but_expression_errors(text):
    assert understood(text)
