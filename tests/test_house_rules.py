"""Rules of the house that a reader relies on: what imports what, sizes, names, what is tracked."""

import ast
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import scoring_kit

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "scoring_kit"

# Imports go down: a module reads only what stands on a lower level than itself.
LEVELS = {
    "collection": 0,
    "summing": 0,
    "errors": 0,
    "optional": 1,
    "charts": 2,
    "display": 1,
    "expression": 1,
    "scorecard": 2,
    "examples": 3,
    "tables": 3,
    "compiler": 4,
    "engines": 4,
    "lineage": 4,
    "explanation": 5,
    "scores_html": 5,
    "scores": 6,
    "scoring": 7,
    "fitting": 8,
    "checking": 8,
    "drafting": 8,
    "impact": 8,
    "evaluation": 8,
    "report": 8.2,
    "registry": 8.5,
    "playground": 9,
    "service": 9,
    "client": 9,
    "cli": 10,
}
# The plan is what the compiler hands to the engines, so they read it although they are siblings.
SHARED = {("engines", "scoring_kit.compiler.plan")}
# Packages that belong to one place each, by the beginning of the path of who may import them.
OWNERS = {
    "duckdb": ("engines", "tables"),
    "sqlglot": ("expression/parse",),
    "ruamel": ("scorecard/source", "scorecard/writing"),
    "typer": ("cli",),
    "sqlalchemy": ("registry",),
    "alembic": ("registry/migrations",),
    "fastapi": ("service",),
    "starlette": ("service",),
    "jwt": ("service/tokens",),
    "httpx": ("client",),
}
# What takes long to import, or is an extra: the name of the package alone loads none of them.
HEAVY = (
    "duckdb", "numpy", "pandas", "polars", "pyarrow", "pydantic", "ruamel", "sqlglot", "altair",
    "matplotlib", "tqdm", "ipywidgets", "anywidget", "sqlalchemy", "alembic", "asyncpg", "typer",
    "rich", "fastapi", "starlette", "uvicorn", "orjson", "prometheus_client", "jwt",
    "httpx",
)  # fmt: skip
# Tests that may be left out, each with the reason printed: no published results, no browser,
# no PostgreSQL.
MAY_SKIP = ("tests/conftest.py", "tests/browser/conftest.py", "tests/registry/conftest.py")

# Spelt in two parts, so that this file does not break its own rule.
REGISTRY_HOST = re.compile("https?://[a-z0-9.]*(?:py" "pi|pythonhos" "ted|npm" r"js)\.")
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:work|root|home|Users|farm)/")
UNFINISHED = re.compile(r"\b(?:TO" "DO|FIX" "ME|XX" "X)\b")


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")


def tracked(*suffixes: str) -> list[Path]:
    """Return the files that are, or are about to be, under version control."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return sorted(p for p in paths if p.is_file() and (not suffixes or p.suffix in suffixes))


def imports(path: Path) -> Iterator[str]:
    """Yield what a file imports, anywhere in it, by full name."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(path: Path) -> str:
    """Return the folder or file right below the package: 'engines', 'scoring'."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_go_down(path):
    here = room(path)
    for imported in imports(path):
        parts = imported.split(".")
        if parts[0] != "scoring_kit" or len(parts) == 1 or parts[1] == here:
            continue
        shared = any(here == who and imported.startswith(what) for who, what in SHARED)
        assert shared or LEVELS[parts[1]] < LEVELS[here], f"{here} imports {imported}"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_engines_and_parsers_are_imported_in_their_own_room_only(path):
    inside = path.relative_to(PACKAGE).as_posix()
    for imported in imports(path):
        owners = OWNERS.get(imported.split(".")[0])
        assert owners is None or inside.startswith(owners), f"{inside} imports {imported}"


def test_importing_the_package_stays_light():
    code = f"import sys, scoring_kit; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_each_module_has_its_test(path):
    # A module that was split for its size (sql_words.py) may share the test of its stem (sql.py).
    below = path.relative_to(PACKAGE)
    parts = below.stem.strip("_").split("_")
    stems = ["_".join(parts[:length]) for length in range(1, len(parts) + 1)]
    folder = ROOT / "tests" / below.parent
    assert any((folder / f"test_{stem}.py").exists() for stem in stems), f"no test for {below}"


@pytest.mark.parametrize("path", tracked(".py", ".js"), ids=name_of)
def test_files_hold_at_most_400_lines(path):
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", tracked(".py"), ids=name_of)
def test_functions_hold_at_most_40_lines_below_their_docstring(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            documented = ast.get_docstring(node) is not None
            docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
            lines = (node.end_lineno or 0) - node.lineno + 1 - docstring
            assert lines <= 40, f"{node.name} has {lines} lines"


def test_tracked_files_name_no_package_index_and_no_path_of_a_machine():
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        for pattern in (REGISTRY_HOST, MACHINE_PATH):
            found = pattern.search(text)
            assert found is None, f"{name_of(path)}: {found and found[0]}"


@pytest.mark.parametrize("path", tracked(".py", ".js"), ids=name_of)
def test_nothing_is_left_for_later(path):
    assert UNFINISHED.search(path.read_text()) is None


@pytest.mark.parametrize("name", scoring_kit.__all__)
def test_public_names_are_documented_with_an_example(name):
    thing = getattr(scoring_kit, name)
    if not callable(thing):
        return
    text = thing.__doc__ or ""
    is_error = isinstance(thing, type) and issubclass(thing, Exception)
    assert text.strip(), f"{name} has no docstring"
    assert is_error or ">>>" in text, f"{name} has no example"


def methods() -> list[str]:
    """Return the public methods of public classes, such as 'Scores.rank'; not their properties."""
    found = []
    for name in scoring_kit.__all__:
        thing = getattr(scoring_kit, name)
        for attribute in dir(thing) if isinstance(thing, type) else ():
            method = inspect.getattr_static(thing, attribute)
            method = getattr(method, "__func__", method)
            if inspect.isfunction(method) and attribute[0] != "_":
                found.append((name, attribute, method.__module__))
    return [f"{a}.{b}" for a, b, module in found if module.startswith("scoring_kit")]


@pytest.mark.parametrize("method", methods())
def test_public_methods_are_documented_with_an_example(method):
    name, attribute = method.split(".")
    text = getattr(getattr(scoring_kit, name), attribute).__doc__ or ""
    assert ">>>" in text, f"{method} has no example"


@pytest.mark.parametrize("name", scoring_kit.__all__)
def test_public_names_stand_in_the_readme_or_a_notebook(name):
    pages = [ROOT / "README.md", *tracked(".ipynb")]
    assert any(re.search(rf"\bsk\.{name}\b", page.read_text()) for page in pages)


def test_no_test_is_skipped_or_expected_to_fail():
    word = re.compile(r"\b(?:skip|skipif|importorskip|xfail)\(")
    found = {
        name_of(p) for p in tracked(".py") if "tests" in p.parts and word.search(p.read_text())
    }
    assert found <= set(MAY_SKIP)


def test_every_notebook_is_run_by_make_test():
    makefile = (ROOT / "Makefile").read_text()
    assert re.search(r"^test: .*\bnotebooks\b", makefile, re.MULTILINE)
    assert re.search(r"--nbval-lax.* notebooks$", makefile, re.MULTILINE)
    assert {path.parent.name for path in tracked(".ipynb")} == {"notebooks"}
