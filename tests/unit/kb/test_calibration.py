import json
from dataclasses import replace
from importlib.resources import files

import pytest

from kb.calibration import FEATURE_NAMES, Features, calibration_from, shipped_calibration

SURE = Features(
    nearest=0.92, nearest_margin=0.5, asked=0.92, told=0.6, centroid=0.8, centroid_margin=0.4, classified=0.8,
    classified_margin=0.7, lexical=0.7, lexical_margin=0.6, coverage=1.0, score_margin=1.5, share=0.98,
    above_background=0.6, background=0.3, dense_agrees=1.0, classifier_agrees=1.0, lexical_agrees=1.0,
    log_words=2.0, log_articles=4.0, log_units=2.0,
)  # fmt: skip
UNSURE = replace(
    SURE, nearest=0.3, nearest_margin=0.01, asked=0.3, told=0.2, centroid=0.25, centroid_margin=0.01,
    classified=0.1, classified_margin=0.01, lexical=0.1, lexical_margin=0.0, coverage=0.2, score_margin=0.02,
    share=0.3, above_background=0.05, background=0.25,
)  # fmt: skip


def test_a_clear_match_has_little_risk_and_an_unclear_one_much():
    shipped = shipped_calibration()
    assert shipped.risk(SURE).best < 0.05
    assert shipped.risk(UNSURE).best > 0.8


def test_that_all_of_three_are_wrong_is_never_likelier_than_that_the_best_is():
    shipped = shipped_calibration()
    for features in (SURE, UNSURE):
        risk = shipped.risk(features)
        assert 0.0 <= risk.missing <= risk.best <= 1.0


def test_a_smaller_bound_allows_less_individual_risk():
    shipped = shipped_calibration()
    allowed = [shipped.highest_risk(bound) for bound in (0.0, 0.005, 0.01, 0.03, 0.05, 0.1, 0.3, 0.9)]
    assert allowed == sorted(allowed)
    assert allowed[0] == 0.0
    assert allowed[-1] < 1.0


def test_between_known_bounds_the_allowed_risk_is_on_a_line(calibration):
    assert calibration().highest_risk(0.075) == pytest.approx(0.3)


def test_a_model_of_other_features_is_refused():
    facts = json.loads(files("kb").joinpath("risk_model.json").read_text(encoding="utf-8"))
    facts["features"] = ["nearest"]
    with pytest.raises(ValueError, match="kb_risk_fit"):
        calibration_from(facts)


def test_an_absurd_feature_still_gives_a_probability():
    risk = shipped_calibration().risk(replace(SURE, **dict.fromkeys(FEATURE_NAMES, -1e9)))
    assert 0.0 <= risk.best <= 1.0
