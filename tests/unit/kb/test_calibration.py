import json
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest

from kb.calibration import Judged, calibrated, calibration_from, uncalibrated
from kb.features import FEATURE_NAMES, Features, Quantiles
from kb.risk import model_from, shipped_model
from kb.trials import Kind, Trials

MEANS = dict(zip(FEATURE_NAMES, shipped_model().wrong.means.tolist(), strict=True))
USUAL = Features(**MEANS)
SURE = replace(
    USUAL, regression=1.0, regression_margin=0.8, nearest=0.95, nearest_margin=0.5, centroid=0.8,
    centroid_margin=0.4, letters=0.9, letters_margin=0.7, coverage=1.0, unfamiliar=0.0, variance=0.02,
    score=2.4, margin=1.3, third_margin=1.5, share=0.99, score_as_answered=2.0, score_as_unanswered=3.0,
    margin_as_unanswered=3.0, nearest_as_unanswered=3.0, variance_as_unanswered=-3.0,
)  # fmt: skip
UNSURE = replace(
    USUAL, regression=0.1, regression_margin=0.01, nearest=0.3, nearest_margin=0.01, centroid=0.25,
    centroid_margin=0.01, letters=0.1, letters_margin=0.0, coverage=0.2, unfamiliar=0.5, variance=0.6,
    score=0.6, margin=0.02, third_margin=0.03, share=0.3, score_as_answered=-3.0, score_as_unanswered=-1.0,
    margin_as_unanswered=-1.0, nearest_as_unanswered=-1.0,
)  # fmt: skip


def row(features):
    return [getattr(features, name) for name in FEATURE_NAMES]


@pytest.fixture
def trials():
    """Trials between sure and unsure, answered ones rightly below a given sureness."""

    def trials(right_from=0.5, count=200, seed=0):
        sureness = np.random.default_rng(seed).uniform(size=count)
        sure, unsure = np.array(row(SURE)), np.array(row(UNSURE))
        rows = unsure + sureness[:, None] * (sure - unsure)
        in_turn = [Kind.ANSWERED, Kind.ANSWERED, Kind.NEAR, Kind.FAR]
        kinds = tuple(in_turn[number % 4] for number in range(count))
        answered = np.array([kind is Kind.ANSWERED for kind in kinds])
        wrong = (~answered | (sureness < right_from)).astype(float)
        return Trials(shipped_model().reference, rows, kinds, wrong, wrong)

    return trials


def test_a_clear_match_has_little_risk_and_an_unclear_one_much():
    shipped = uncalibrated(shipped_model())
    assert shipped.risk(SURE).best < 0.05
    assert shipped.risk(UNSURE).best > 0.8


def test_that_all_of_three_are_wrong_is_never_likelier_than_that_the_best_is():
    shipped = uncalibrated(shipped_model())
    for features in (SURE, USUAL, UNSURE):
        risk = shipped.risk(features)
        assert 0.0 <= risk.missing <= risk.best <= 1.0


def test_with_caution_every_risk_is_higher():
    shipped = uncalibrated(shipped_model())
    for features in (SURE, USUAL):
        assert shipped.risk(features, cautious=True).best > shipped.risk(features).best


def test_a_smaller_bound_allows_less_individual_risk(trials):
    for calibration in (uncalibrated(shipped_model()), calibrated(shipped_model(), trials())):
        allowed = [calibration.highest_risk(bound) for bound in (0.0, 0.005, 0.01, 0.03, 0.05, 0.1, 0.3, 1.0)]
        assert allowed == sorted(allowed)
        assert (allowed[0], allowed[-1]) == (0.0, 1.0)


def test_a_knowledge_base_whose_own_questions_go_wrong_shows_less(trials):
    model = shipped_model()
    good, bad = calibrated(model, trials(right_from=0.2)), calibrated(model, trials(right_from=0.95))
    assert bad.risk(USUAL).best > good.risk(USUAL).best
    assert bad.highest_risk(0.05) <= good.highest_risk(0.05) + 1e-9 or bad.shift > good.shift


def test_more_questions_without_an_answer_make_every_answer_riskier(trials):
    few, many = (calibrated(shipped_model(), trials(), out_of_scope=share) for share in (0.1, 0.6))
    assert many.risk(USUAL).best > few.risk(USUAL).best


def test_judgements_that_answers_were_wrong_raise_the_risk(trials):
    judged = Judged(np.array([row(SURE)] * 60), np.ones(60))
    before, after = (calibrated(shipped_model(), trials(), given) for given in (None, judged))
    assert after.risk(SURE).best > before.risk(SURE).best


def test_a_knowledge_base_that_can_not_be_tried_keeps_the_shipped_scale(trials):
    tried = trials()
    nothing_answered = replace(tried, kinds=tuple(Kind.NEAR for _ in tried.kinds))
    made = calibrated(shipped_model(), nothing_answered)
    assert (made.slope, made.shift, made.thresholds) == (1.0, 0.0, shipped_model().thresholds)


def test_what_is_kept_of_a_calibration_gives_the_same_risks(trials):
    made = calibrated(shipped_model(), trials())
    again = calibration_from(json.loads(json.dumps(made.facts())), shipped_model())
    assert again == made


def test_a_model_of_other_features_is_refused():
    facts = json.loads(files("kb").joinpath("risk_model.json").read_text(encoding="utf-8"))
    facts["features"] = ["nearest"]
    with pytest.raises(ValueError, match="kb_risk_fit"):
        model_from(facts)


def test_an_absurd_feature_still_gives_a_probability():
    risk = uncalibrated(shipped_model()).risk(replace(SURE, **dict.fromkeys(FEATURE_NAMES, -1e9)))
    assert 0.0 <= risk.best <= 1.0


def test_quantiles_say_where_a_value_lies():
    quantiles = Quantiles((0.1, 0.2, 0.3, 0.4, 0.5))
    assert quantiles.log_odds(0.05) < quantiles.log_odds(0.3) < quantiles.log_odds(0.9)
    assert Quantiles(()).log_odds(0.3) == 0.0


def test_a_few_trials_leave_the_shipped_thresholds_almost_as_they_are(trials):
    model = shipped_model()
    few, many = (calibrated(model, trials(right_from=0.0, count=count)) for count in (8, 400))
    shipped = uncalibrated(model).highest_risk(0.05)
    assert abs(few.highest_risk(0.05) - shipped) < abs(many.highest_risk(0.05) - shipped)
    assert few.highest_risk(0.05) < 0.5


def test_without_near_trials_the_far_ones_stand_for_all_that_has_no_answer(trials):
    tried = trials(right_from=0.0)
    keep = np.array([kind is not Kind.NEAR for kind in tried.kinds])
    lone = Trials(
        tried.reference, tried.rows[keep], tuple(kind for kind in tried.kinds if kind is not Kind.NEAR),
        tried.wrong[keep], tried.absent[keep],
    )  # fmt: skip
    made = calibrated(shipped_model(), lone)
    assert made.risk(UNSURE).best > 0.5
    assert made.highest_risk(0.05) <= 0.5


def test_what_is_likelier_wrong_than_right_is_never_shown(trials):
    made = calibrated(shipped_model(), trials(right_from=0.0))
    assert made.highest_risk(0.9) <= 0.5
