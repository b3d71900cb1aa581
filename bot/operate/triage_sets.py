"""Labelled messages to a shop that triage is measured on: Bitext's, mapped to our reasons, and frozen ones.

Bitext's lie beside the project (`bot.operate.evaluation_sets`); the frozen ones are described in
`bench/sets/README.md` and may not be trained on, nor looked at one by one.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.nlu.model import ASK_PERSON, Understanding
from bot.operate.triage_figures import Judged, expected_route, found_reason
from bot.settings import PROJECT_ROOT
from bot.triage import Policy, Reasons, Signals, decide
from bot.triage.texts import Understands
from kb.progress import Progress, silent

FROZEN = PROJECT_ROOT / "bench" / "sets"

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
"""Bitext's intents, each as the reason that it is for us."""


@dataclass(frozen=True)
class Message:
    """A text, what it is about, and whether a person should be in reach; `why` groups those that need one."""

    text: str
    reason: str
    reaches: bool
    routed: bool = False
    why: str = ""


def bitext(folder: Path, reasons: Reasons, part: str = "dev") -> list[Message]:
    """Bitext's messages, whose label says the route as well; none if they aren't in the evaluation data."""
    found = []
    for row in lines(folder / "bitext" / f"{part}.jsonl"):
        reason = REASON_OF[row["label"]]
        reaches = expected_route(reason, reasons)[0].reach > 0
        found.append(Message(row["text"], reason, reaches, routed=True))
    return found


def frozen(folder: Path = FROZEN) -> list[Message]:
    """The frozen messages, those that need a person and those that self-service settles."""
    needy = [
        Message(row["text"], row["reason"], True, why=row["why"])
        for row in lines(folder / "needs_a_person.jsonl")
    ]
    return needy + [
        Message(row["text"], row["reason"], False) for row in lines(folder / "self_service.jsonl")
    ]


def understood(
    messages: Sequence[Message], understander: Understands, progress: Progress = silent
) -> list[Understanding]:
    """Every message as it is understood."""
    found = []
    for number, message in enumerate(messages, start=1):
        progress("triage", number, len(messages))
        found.append(understander.understand(message.text))
    return found


def judged(
    messages: Sequence[Message], read: Sequence[Understanding], reasons: Reasons, policy: Policy
) -> list[Judged]:
    """What the policy does with each message by itself: nothing before it, no signals."""
    found = []
    for message, understanding in zip(messages, read, strict=True):
        decision = decide(understanding, Signals(), reasons, policy)
        route, skill = expected_route(message.reason, reasons) if message.routed else (None, None)
        found.append(
            Judged(
                reason=message.reason,
                found=found_reason(decision, understanding.wants_person),
                reaches=message.reaches,
                decision=decision,
                route=route,
                skill=skill,
                why=message.why,
            )
        )
    return found


def lines(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines; none if it isn't there."""
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
