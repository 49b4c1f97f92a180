from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.statements import scoring_statement
from scoring_kit.tables.table import Table


def test_the_keys_of_a_table_come_first():
    text = scoring_statement(Plan((), (), ()), Table("people", {}, keeps_order=False), ["id"])
    assert text.splitlines()[3:5] == ["  FROM people AS source", ")"]
    assert text.splitlines()[-2:] == ['  "key id" AS "id"', "FROM read_columns"]
