import json


def test_the_schema_is_printed_as_it_is_published(run, data):
    found = run("schema")
    assert (found.code, found.err) == (0, "")
    assert found.out == (data / "scoring-kit.schema.json").read_text(encoding="utf-8")


def test_what_is_printed_is_json(run):
    assert json.loads(run("schema").out)["type"] == "object"
