import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from scoring_kit.errors import ConflictError, RegistryError, TamperingError
from scoring_kit.registry import asynchronous_files, importing
from scoring_kit.registry.asynchronous import AsyncRegistry
from scoring_kit.registry.chain import sealed
from scoring_kit.registry.exporting import rows_of
from scoring_kit.registry.folder_contents import RUN
from scoring_kit.registry.folder_lines import columns_of
from scoring_kit.registry.policy import Policy
from scoring_kit.registry.registry import Registry
from scoring_kit.registry.schema import ArtefactRow, PolicyRow, RunRow
from tests.registry.copies import no_version, nothing
from tests.registry.raw import tampered
from tests.registry.registries import NOON, Clock, keyed, promoted, small
from tests.registry.stocked import files_of


@pytest.fixture
def copy(copies_in_sqlite):
    """Give a registry that holds nothing, in a file of SQLite."""
    with Registry(copies_in_sqlite.of(nothing), clock=Clock()) as registry:
        yield registry
    copies_in_sqlite.remove()


def told(registry):
    """Return all that a registry answers about what an export holds."""
    moments = [None, *(NOON + timedelta(minutes=minute) for minute in (12, 25))]
    names = registry.names()
    return {
        "verified": (registry.verify().versions, registry.verify().transitions),
        "histories": {name: registry.history(name).items for name in names},
        "overview": registry.overview(),
        "live": {
            (name, place, moment): repr(registry.live(name, place, moment))
            for name in names
            for place in registry.environments()
            for moment in moments
        },
        "rows": registry._run(rows(registry._registry)),
    }


async def rows(registry):
    tables = {RunRow: RUN, ArtefactRow: columns_of(ArtefactRow), PolicyRow: columns_of(PolicyRow)}
    async with registry._database.reading() as session:
        found = {row: await rows_of(session, select(row), names) for row, names in tables.items()}
    ended = [run for run in found[RunRow] if run["status"] != "running"]
    policies = [
        {**row, "id": 0, "scorecard_id": row["scorecard_id"] is None} for row in found[PolicyRow]
    ]
    return [sorted(map(repr, part)) for part in (ended, found[ArtefactRow], policies)]


def test_a_copy_answers_as_the_registry_does_from_one_database_to_the_other(
    each_stock, copy, tmp_path
):
    registry = each_stock
    registry.export(tmp_path / "out")
    imported = copy.import_from(tmp_path / "out", by="bob")
    assert repr(imported).startswith(
        "2 scorecards, 4 versions, 17 transitions, 2 runs, 10 artefacts, 3 policies and "
        f"1 environment of {tmp_path}"
    )
    assert told(copy) == told(registry)
    copy.export(tmp_path / "again")
    assert files_of(tmp_path / "again") == files_of(tmp_path / "out")


def test_a_copy_can_be_in_either_database(exported, registry, stock, tmp_path):
    registry.import_from(exported, by="bob")
    assert told(registry) == told(stock)
    registry.export(tmp_path / "again")
    assert files_of(tmp_path / "again") == files_of(exported)


def test_a_copy_goes_on_as_the_registry_would(exported, registry):
    registry.import_from(exported, by="bob")
    assert promoted(registry, 9.0) == 4
    live = registry.live("small")
    assert (live.version.number, live.revision) == (4, 4)
    assert registry.rollback("small", 4, "back", by="bob").number == 1
    registry.add_environment("more", by="ann")
    assert promoted(registry, 10.0, "more") == 5
    registry.verify()


def test_importing_twice_changes_nothing(stock, copy, out):
    for expected in (17, 0, 0):
        found = copy.import_from(out, by="bob")
        assert found.totals["transition"] == expected
    assert str(found) == f"nothing of {out} was new here"
    entry = copy.audit()[-1]
    told_of = ["new_scorecard"] * 2 + ["set_policy"] * 3 + ["import"]
    assert [entry.action for entry in copy.audit()] == told_of
    assert (entry.actor, entry.action, entry.code) == ("bob", "import", "done")
    assert "17 transitions" in entry.message
    before = told(stock)
    assert not any(stock.import_from(out, by="bob").totals.values())
    assert told(stock) == before


def test_what_followed_is_taken_in_later(exported, registry, stock, out):
    registry.import_from(exported, by="bob")
    promoted(stock, 9.0, "staging")
    promoted(stock, 8.0)
    stock.add(small(1.0, name="later"), "new", author="ann")
    stock.export(out)
    totals = registry.import_from(out, by="bob").totals
    assert (totals["scorecard"], totals["version"], totals["transition"]) == (1, 3, 10)
    assert told(registry) == told(stock)


def test_a_registry_that_goes_further_takes_nothing_in(stock, out):
    promoted(stock, 9.0)
    before = told(stock)
    assert not any(stock.import_from(out, by="bob").totals.values())
    assert told(stock) == before


def test_what_parted_is_refused_with_every_place(exported, registry, copy, tmp_path):
    for one, name in ((registry, "mine"), (copy, "theirs")):
        one.import_from(exported, by="bob")
        one.add(small(1.0, name="con", title=name), name, author="ann")
        one.add(small(9.0), name, author="ann")
    copy.export(tmp_path / "parted")
    before = told(registry)
    with pytest.raises(ConflictError, match="two registries that parted cannot become") as caught:
        registry.import_from(tmp_path / "parted", by="bob")
    assert str(caught.value).splitlines()[1:] == [
        "- con: link 2 is another one", "- small: link 17 is another one"
    ]  # fmt: skip
    assert told(registry) == before


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            "UPDATE runs SET error = 'x' WHERE status = 'failed'",
            "small: run [0-9a-f]{32} is another",
        ),
        ("UPDATE policies SET message = 'x' WHERE id = 1", "policy 1 of all scorecards is"),
        ("UPDATE policies SET message = 'x' WHERE id = 3", "small: policy 2 is another one"),
    ],
)
def test_other_rows_that_parted_are_named(stock, change, expected, out):
    tampered(stock, change)
    with pytest.raises(ConflictError, match=expected):
        stock.import_from(out, by="bob")


@pytest.mark.parametrize("step", ["_set_live", "verify", "_add_artefacts"])
def test_an_import_that_fails_leaves_nothing(exported, registry, monkeypatch, step):
    async def fails(*arguments):
        raise OSError("the disk is gone")

    before = told(registry)
    with monkeypatch.context() as patched:
        patched.setattr(importing, step, fails)
        with pytest.raises(OSError, match="the disk is gone"):
            registry.import_from(exported, by="bob")
    assert told(registry) == before
    assert [entry.action for entry in registry.audit()] == ["set_policy"]
    assert registry.environments() == ("production", "staging")


def test_a_registry_that_was_tampered_with_takes_nothing_in(stock, copy, out):
    copy.import_from(out, by="bob")
    tampered(copy, "UPDATE live_versions SET number = 2 WHERE environment = 'production'")
    promoted(stock, 9.0, "staging")
    stock.export(out)
    with pytest.raises(TamperingError, match="'small' in production: the live version"):
        copy.import_from(out, by="bob")
    assert copy.overview()[1].versions == 3


def test_an_artefact_that_changes_while_it_is_read_is_refused(stock, copy, monkeypatch, out):
    monkeypatch.setattr(asynchronous_files, "_content", lambda source, row: b"other")
    with pytest.raises(TamperingError, match="was changed while it was read"):
        copy.import_from(out, by="bob")
    assert copy.names() == ()


def test_programs_that_wait_for_nothing_export_and_import(url, tmp_path):
    async def run():
        async with AsyncRegistry(url) as registry:
            await registry.add(small(), "first", "ann")
            await registry.export(tmp_path / "new")
            return (await registry.import_from(tmp_path / "new", by="ann")).totals["version"]

    assert asyncio.run(run()) == 0


def test_who_imports_has_to_be_said(stock, out):
    with pytest.raises(RegistryError, match="by: found nothing that can be read"):
        stock.import_from(out, by=" ")


def test_several_imports_at_once_are_one(exported, url):
    async def run():
        async with AsyncRegistry(url) as registry:
            imports = (registry.import_from(exported, by="ann") for _ in range(4))
            found = await asyncio.gather(*imports)
            await registry.verify()
            return sorted(one.totals["transition"] for one in found)

    assert asyncio.run(run()) == [0, 0, 0, 17]


# ---- keys ----------------------------------------------------------------------------------


@pytest.fixture
def with_keys(copies_in_sqlite, tmp_path):
    """Give the keys of a registry in which ann and bob brought a version live; `out` holds it."""
    url = copies_in_sqlite.of(no_version)
    keys = keyed(url, clock=Clock(), ann="author", bob="approve")
    with Registry(url, key=keys["ann"], clock=Clock()) as ann:
        ann.add(small(), "first")
        ann.propose("small", 1, "ready")
    with Registry(url, key=keys["bob"], clock=Clock()) as bob:
        bob.approve("small", 1, "agreed")
        bob.promote("small", 1, "go")
        bob.export(tmp_path / "out")
    yield keys
    copies_in_sqlite.remove()


def test_links_keep_their_keys_and_the_audit_tells_whose_they_are(with_keys, registry, tmp_path):
    for _ in range(2):
        registry.import_from(tmp_path / "out", by="root")
    ann, bob = (f"key {with_keys[name].id}" for name in ("ann", "bob"))
    assert [link.identity for link in registry.history("small")] == [ann, ann, bob, bob]
    foreign = [e.message for e in registry.audit() if e.action == "foreign_key"]
    assert sorted(foreign) == sorted([f"{ann} of ann", f"{bob} of bob"])
    assert (registry.keys(), registry.users()) == ((), ())
    registry.verify()
    registry.export(tmp_path / "again")
    assert files_of(tmp_path / "again") == files_of(tmp_path / "out")


def test_no_secret_is_in_an_export(with_keys, tmp_path):
    content = b"".join(files_of(tmp_path / "out").values()).decode()
    for key in with_keys.values():
        assert key.sha256 not in content
        assert key.reveal()[-64:] not in content


def test_a_link_by_a_key_that_nothing_tells_of_is_found(with_keys, registry, tmp_path):
    registry.import_from(tmp_path / "out", by="root")
    forged = sealed(replace(registry.history("small")[-1], actor="eve"))
    link = f"UPDATE transitions SET actor = 'eve', hash = '{forged.hash}' WHERE sequence = 4"
    tampered(registry, link, f"UPDATE scorecards SET head = '{forged.hash}'")
    with pytest.raises(TamperingError, match=r"broken at link 4: key .* is not one of 'eve'"):
        registry.verify()


def test_only_an_admin_imports(with_keys, exported, tmp_path, copies):
    url = copies.of(nothing)
    keys = keyed(url, ann=["author", "approve"])
    with Registry(url, key="") as nobody, pytest.raises(RegistryError, match="it was opened witho"):
        nobody.import_from(exported, by="root")
    with Registry(url, key=keys["ann"]) as ann, pytest.raises(RegistryError, match="admin is need"):
        ann.import_from(exported)
    with Registry(url, key=keys["root"]) as root:
        assert root.import_from(exported).totals["version"] == 4
        assert root.audit()[-1].identity == f"key {keys['root'].id}"
        root.verify()
        root.export(tmp_path / "again")
    assert files_of(tmp_path / "again") == files_of(exported)


def test_a_policy_or_an_environment_alone_is_taken_in_and_told(copy, stock, out):
    one, two = (Policy(evidence=False, max_age_days=days) for days in (5, 6))
    for policy in (one, two):
        stock.set_policy(policy, "so", by="ann")
    stock.export(out)
    copy.import_from(out, by="bob")
    stock.set_policy(one, "back", by="ann")  # kept as an artefact already
    stock.add_environment("europe", by="ann")
    stock.export(out)
    told = str(copy.import_from(out, by="bob"))
    assert told == f"1 policy and 1 environment of {out} were new here"
    assert told in copy.audit()[-1].message


def test_a_checkout_with_other_ends_of_lines_is_the_same_export(copy, stock, out):
    expected = files_of(out)
    texts = [path for path in out.rglob("*") if path.suffix in (".jsonl", ".yaml")]
    for path in [*texts, out / "registry.json"]:  # as git writes them where core.autocrlf says so
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert copy.import_from(out, by="bob").totals["transition"] == 17
    stock.export(out)
    assert files_of(out).keys() == expected.keys()
    assert files_of(out)["policies.jsonl"] == expected["policies.jsonl"]
