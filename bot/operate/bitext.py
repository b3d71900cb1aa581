"""Bitext's customer support intents as our contact reasons, and how well triage reads them."""

from collections.abc import Sequence
from typing import Any

from bot.nlu.model import ASK_PERSON
from bot.triage import DEFAULT_POLICY, Decision, Level, Policy, Reasons, Route, Signals, decide
from bot.triage.policy import Cell
from bot.triage.texts import Understands
from kb.progress import Progress, silent

REASON_OF = {
    "cancel_order": "cancel_order",
    "change_order": "change_order",
    "change_shipping_address": "address_change",
    "check_cancellation_fee": "cancellation_fee",
    "check_invoice": "invoice_copy",
    "check_payment_methods": "payment_methods",
    "check_refund_policy": "return_policy",
    "complaint": "complaint",
    "contact_customer_service": "contact_details",
    "contact_human_agent": ASK_PERSON,
    "create_account": "create_account",
    "delete_account": "delete_account",
    "delivery_options": "delivery_options",
    "delivery_period": "shipping_times",
    "edit_account": "account_data",
    "get_invoice": "invoice_copy",
    "get_refund": "return_request",
    "newsletter_subscription": "newsletter",
    "payment_issue": "payment_failed",
    "place_order": "purchase_help",
    "recover_password": "password_reset",
    "registration_problems": "registration_problem",
    "review": "leave_review",
    "set_up_shipping_address": "address_change",
    "switch_account": "switch_account",
    "track_order": "order_status",
    "track_refund": "refund_status",
}


def expected_route(reason: str, reasons: Reasons) -> tuple[Route, str]:
    """Where the policy sends a plain message with this reason, and with which skill."""
    if reason == ASK_PERSON:
        return Route.ANSWER, "self_service_first"
    row = reasons[reason]
    cell = DEFAULT_POLICY.table[Level(row.value), Level(row.complexity)]
    if cell is Cell.HANDOFF:
        return Route.HANDOFF, "person"
    if cell is Cell.OFFER or row.skill == "person":
        return Route.OFFER_HUMAN, "person"
    return (Route.FLOW if row.is_flow else Route.ANSWER), row.skill


def found_reason(decision: Decision, wants_person: float) -> str:
    """What the message was read as."""
    return ASK_PERSON if wants_person >= DEFAULT_POLICY.asks_person else decision.reason


def measure(
    rows: Sequence[dict[str, Any]],
    understander: Understands,
    reasons: Reasons,
    policy: Policy,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Shares of right reasons, of people kept from a person, and of people wasted; 0 of 0 is None."""
    right = kept = wasted = should_reach = 0
    for number, row in enumerate(rows, start=1):
        progress("triage", number, len(rows))
        understood = understander.understand(row["text"])
        decision = decide(understood, Signals(), reasons, policy)
        gold = REASON_OF[row["label"]]
        right += found_reason(decision, understood.wants_person) == gold
        reach = expected_route(gold, reasons)[0].reach
        should_reach += bool(reach)
        kept += bool(reach and not decision.route.reach)
        wasted += bool(not reach and decision.route.reach)
    return {
        "set": "bitext",
        "asked": len(rows),
        "reason_right": _share(right, len(rows)),
        "kept_from_a_person": _share(kept, should_reach),
        "person_wasted": _share(wasted, len(rows) - should_reach),
    }


def _share(count: int, of: int) -> float | None:
    return round(count / of, 4) if of else None
