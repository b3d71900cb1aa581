"""The labelled messages of triage, and what is counted on them."""

import json

import pytest

from bot.bootstrap import DATA
from bot.operate.triage_figures import Judged, bands, confusions, error_of_confidence, expected_route, figures
from bot.operate.triage_sets import REASON_OF, bitext, frozen, judged, understood
from bot.triage import DEFAULT_POLICY, Reasons, Route, load_reasons
from tests.unit.triage.triage_facts import decided
from tests.unit.triage.triage_facts import understood as facts

BITEXT_INTENTS = 27


@pytest.fixture(scope="module")
def shop_reasons() -> Reasons:
    return load_reasons(DATA / "reasons.yml")


def test_every_intent_of_bitext_has_a_reason_of_the_shop_and_20_or_more_differ(shop_reasons: Reasons) -> None:
    assert len(REASON_OF) == BITEXT_INTENTS
    assert set(REASON_OF.values()) - {"ask_person"} <= set(shop_reasons)
    assert len(set(REASON_OF.values())) >= 20


def test_a_label_says_the_reason_and_with_it_the_route(tmp_path, shop_reasons: Reasons) -> None:
    (tmp_path / "bitext").mkdir()
    rows = [{"text": "late again", "label": "complaint"}, {"text": "where", "label": "track_order"}]
    lines = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "bitext" / "dev.jsonl").write_text(lines, encoding="utf-8")
    assert [(one.reason, one.reaches) for one in bitext(tmp_path, shop_reasons)] == [
        ("complaint", True),
        ("order_status", False),
    ]


def test_without_the_data_there_are_no_messages(tmp_path, shop_reasons: Reasons) -> None:
    assert bitext(tmp_path, shop_reasons) == []
    assert frozen(tmp_path) == []


def test_the_frozen_messages_are_half_for_people_and_half_for_the_bot() -> None:
    messages = frozen()
    assert sum(one.reaches for one in messages) == sum(not one.reaches for one in messages) == 300
    assert all(bool(one.why) is one.reaches for one in messages)


def test_a_plain_message_is_expected_where_the_table_sends_it(shop_reasons: Reasons) -> None:
    assert expected_route("complaint", shop_reasons) == (Route.HANDOFF, "person")
    assert expected_route("bulk_order", shop_reasons) == (Route.OFFER_HUMAN, "person")
    assert expected_route("order_status", shop_reasons) == (Route.FLOW, "order_status")
    assert expected_route("ask_person", shop_reasons) == (Route.ANSWER, "self_service_first")


def test_the_two_errors_are_counted_apart_each_of_its_own_messages() -> None:
    trapped = Judged("damaged_item", "order_status", True, decided(facts(("order_status", 0.9))))
    served = Judged("damaged_item", "damaged_item", True, decided(facts(("damaged_item", 0.9))))
    wasted = Judged("order_status", "damaged_item", False, decided(facts(("damaged_item", 0.9))))
    came = figures([trapped, served, wasted])
    kept = came["kept_from_a_person"]
    assert (kept["count"], kept["of"], kept["share"]) == (1, 2, 0.5)
    assert kept["low"] < 0.5 < kept["high"]
    assert (came["person_wasted"]["count"], came["person_wasted"]["of"]) == (1, 1)
    assert came["reason_right"]["count"] == 1
    assert came["route_right"]["share"] is None


def test_a_flow_is_right_only_if_it_is_the_one_that_settles_it() -> None:
    decision = decided(facts(("order_status", 0.9)))
    right = Judged("order_status", "order_status", False, decision, Route.FLOW, "order_status")
    other = Judged("address_change", "order_status", False, decision, Route.FLOW, "address_change")
    assert (right.rightly_routed, other.rightly_routed) == (True, False)


def test_confidence_is_held_against_what_was_right() -> None:
    sure = decided(facts(("order_status", 0.9)))
    half = [Judged("order_status", found, False, sure) for found in ("order_status", "complaint")]
    assert error_of_confidence(half) == pytest.approx(0.4)
    assert bands(half) == [{"stated": 0.9, "right": 0.5, "messages": 2}]
    assert confusions(half) == [{"reason": "order_status", "read_as": "complaint", "messages": 1}]
    assert error_of_confidence([]) is None


class Scripted:
    """Understands every text as a damaged item."""

    def understand(self, text: str):
        return facts(("damaged_item", 0.9), text=text)


def test_messages_are_read_by_themselves_and_decided_by_the_given_policy(shop_reasons: Reasons) -> None:
    messages = frozen()[:3]
    steps: list[int] = []
    read = understood(messages, Scripted(), lambda _, done, total: steps.append(done))
    came = judged(messages, read, shop_reasons, DEFAULT_POLICY)
    assert [one.decision.route for one in came] == [Route.HANDOFF] * 3
    assert steps == [1, 2, 3]
