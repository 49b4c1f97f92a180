"""The sentences of an evaluation: each says what the figures say, and warns where they warn."""

import numpy as np
import pandas as pd

import scoring_kit as sk
from scoring_kit.evaluation.words import event_name


def said(*args, **options):
    return " ".join(sk.evaluate(*args, **{"bootstrap": 0, **options}).summary).replace(
        "\u202f", " "
    )


def test_rows_that_count_and_those_left_out_are_said():
    text = said([3, 2, np.nan, 1, 5], [1, 0, 1, np.nan, 0], weights=[1, 1, 1, 1, np.nan])
    assert "2 of 5 rows count; 1 of them (50 %) has the event, outcome." in text
    assert "Left out: 1 row without a score, 1 row without a known outcome, 1 row without a" in text


def test_scores_that_mean_the_opposite_are_said():
    draw = np.random.default_rng(1)
    events = draw.integers(0, 2, 200)
    text = said(-events + draw.normal(size=200), events)
    assert "high scores mean less of the event" in text
    found = sk.evaluate([1, 2, 3, 4], [1, 1, 0, 0], bootstrap=0)
    assert "its AUC is 1.000." in found.summary[1]
    # two rows of each class that do not overlap are no proof
    assert found.summary[1].startswith("AUC is 0.000 (no interval), KS 1.000")


def test_chance_is_called_chance():
    # every second row from the lowest on has the event: AUC is 0.5 + 1 / 60
    found = sk.evaluate(range(60), np.arange(60) % 2, bootstrap=0)
    assert found.auc > 0.5
    assert "the scores do not surely tell the event from chance" in found.summary[1]


def test_tiers_whose_rates_rise_are_said():
    frame = pd.DataFrame(
        {
            "score": [6.0, 5, 4, 3, 2, 1],
            "tier": ["A", "A", "B", "B", "C", "C"],
            "came": [1, 0, 1, 1, 0, 0],
        }
    )
    text = said(frame, "came")
    assert "The rate of the event is 50 % in tier A and 0 % in C." in text
    assert "The rates do not fall from tier to tier: B above A." in text


def test_probabilities_of_the_opposite_are_said():
    events = np.array([1, 1, 0, 0])
    assert "are they of this event" in said(
        [4, 3, 2, 1], events, probability=1 - events * 0.8 - 0.1
    )
    assert "are they of this event" not in said(
        [4, 3, 2, 1], events, probability=events * 0.8 + 0.1
    )


def test_a_difference_that_is_sure_is_called_one():
    draw = np.random.default_rng(3)
    events = np.arange(400) % 2
    good = events + 0.3 * draw.normal(size=400)
    text = said(good, events, against=draw.normal(size=400))
    # perfect against chance: z is far beyond 3.29, where p is 0.001
    assert "p < 0.001 by DeLong): a difference." in text


def test_an_event_that_was_named_is_said_with_its_value():
    found = sk.evaluate([2, 1], ["good", "bad"], event="good")
    assert event_name(found) == "outcome = good"
    assert "have the event" in found.summary[0] or "has the event" in found.summary[0]


def test_an_auc_a_little_below_a_half_is_called_chance_too():
    # every second row from the lowest on has the event, the lowest among them: 0.5 - 1 / 60
    found = sk.evaluate(range(60), (np.arange(60) + 1) % 2, bootstrap=0)
    assert found.auc < 0.5
    assert "the scores do not surely tell the event from chance" in found.summary[1]
    assert "high scores mean less" not in found.summary[1]
    assert "from chance" in sk.evaluate([1, 1, 1], [0, 1, 0], bootstrap=0).summary[1]


def test_the_largest_psi_is_said_though_its_outcomes_are_few():
    # the scores of the third period are all new, and nobody knows yet what comes of them
    frame = pd.DataFrame({"score": np.arange(180.0) % 60, "came": np.arange(180) % 2})
    frame["time"] = [1.0] * 60 + [2.0] * 60 + [3.0] * 50 + [np.nan] * 10
    frame.loc[120:, "score"] += 1000
    frame.loc[120:, "came"] = np.nan
    found = sk.evaluate(frame, "came", period="time", bootstrap=0)
    psi = found.periods.set_index("part")["psi"]["3"]
    assert (
        f"Against the first of 3 periods, the PSI of the scores is at most {psi:.3f} (3)."
        in (found.summary[-1])
    )
    assert "Over 2 periods, AUC is from" in found.summary[-2]
