import pytest

SECRET = "hunter2"


def test_the_option_wins_over_the_environment(registry, folder):
    other = f"sqlite:///{folder / 'other.db'}"
    assert registry("upgrade", "--registry", other).out == f"{other} is up to date\n"
    registry("add", folder / "card.yaml", "-m", "first", "--by", "ann", "--registry", other)
    assert registry("list").out == "no scorecards\n"
    assert "club" in registry("list", "-r", other).out


@pytest.mark.parametrize(
    "address",
    [
        f"mysql://ann:{SECRET}@host/scores",
        f"postgresql://ann:{SECRET}@host:port/scores",
        f"postgresql//ann:{SECRET}@host/scores",
        f"postgresql://ann:{SECRET}@host/",
        "sqlite://",
        "",
    ],
)
@pytest.mark.parametrize("is_option", [True, False])
def test_what_is_no_address_is_bad_usage_and_never_repeated(run, monkeypatch, address, is_option):
    monkeypatch.setenv("SCORING_KIT_REGISTRY", "" if is_option else address)
    found = run("registry", "list", *(["-r", address] if is_option else []))
    assert (found.code, found.out) == (2, "")
    assert "sqlite:///scores.db" in found.err
    assert SECRET not in found.err


def test_a_password_is_not_in_errors_of_the_database(run):
    address = f"postgresql://ann:{SECRET}@127.0.0.1:1/scores"
    for debug in ([], ["--debug"]):
        found = run("registry", "list", "-r", address, *debug)
        assert found.code == 1
        assert "error: postgresql://ann:***@127.0.0.1:1/scores: the database answers" in found.err
        assert SECRET not in found.err


def test_help_does_not_show_the_address(run, monkeypatch):
    monkeypatch.setenv("SCORING_KIT_REGISTRY", f"postgresql://ann:{SECRET}@host/scores")
    assert SECRET not in run("registry", "list", "--help").out


def test_a_misspelt_file_is_not_created(run, tmp_path):
    found = run("registry", "list", "-r", f"sqlite:///{tmp_path / 'scroes.db'}")
    assert (found.code, found.out) == (1, "")
    assert "there is no registry; scoring-kit registry upgrade creates one" in found.err
    assert list(tmp_path.iterdir()) == []


def test_who_does_it_has_to_be_said(registry, folder):
    found = registry("add", folder / "card.yaml", "-m", "first")
    assert (found.code, "say who does it: --by NAME, or give a key" in found.err) == (2, True)
    assert registry("list").out == "no scorecards\n"
