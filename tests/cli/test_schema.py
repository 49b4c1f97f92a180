import json


def test_the_schema_is_printed_as_it_is_published(run, data):
    found = run("schema")
    assert (found.code, found.err) == (0, "")
    assert found.out == (data / "scoring-kit.schema.json").read_text(encoding="utf-8")


def test_what_is_printed_is_json(run):
    assert json.loads(run("schema").out)["type"] == "object"


def test_the_schema_is_written_to_a_file_and_again_if_it_is_the_same(run, tmp_path, data):
    path = tmp_path / "scoring-kit.schema.json"
    assert [run("schema", "-o", path).code for _ in range(2)] == [0, 0]
    assert path.read_bytes() == (data / "scoring-kit.schema.json").read_bytes()


def test_another_file_is_not_replaced_unless_forced(run, tmp_path):
    path = tmp_path / "mine.json"
    path.write_text("{}")
    assert (run("schema", "-o", path).code, path.read_text()) == (1, "{}")
    assert run("schema", "-o", path, "--force").code == 0
