"""How long one decision of triage takes, without understanding the words.

    python -m bench.decision_time [--decisions N]

Prints JSON: milliseconds of CPU (mean, median, 99th of a hundred, worst) over decisions of every kind, in the
delivered policy and in "chat for everyone", and what it takes to put a decision's inputs together and to read
them again.
"""

import argparse
import itertools
import json
import sys
import time
from collections.abc import Callable, Sequence
from statistics import fmean, quantiles

from bot.nlu.model import Tone
from bot.settings import PROJECT_ROOT
from bot.triage import DEFAULT_POLICY, Signals, decide, load_reasons
from bot.triage.editing import Draft, policy_of
from bot.triage.inputs import Kept, from_inputs, inputs_of
from bot.triage.model import Arm
from bot.triage.presets import PRESETS
from bot.triage.reasons import Reasons

Case = tuple[Kept, Signals]


def cases(reasons: Reasons) -> list[Case]:
    """Messages of every kind: clear, unsure, unknown, acts, requests; calm and angry; a busy desk."""
    keys = list(reasons)
    found: list[Case] = []
    for number, (key, sure, anger, busy) in enumerate(
        itertools.product(keys, (0.9, 0.42, 0.1), (0.0, 0.9), (False, True))
    ):
        other, third = keys[number % len(keys)], keys[(7 * number) % len(keys)]
        act = (None, None, None, "greet", "ask_person")[number % 5]
        facts = Kept(
            act=act,
            act_confidence=0.9 if act else 0.0,
            reasons=((key, sure), (other, (1 - sure) / 2), (third, (1 - sure) / 4)),
            wants_person=0.9 if act == "ask_person" else 0.0,
            tone=Tone(anger, anger, 0.0),
            wishes=1 + number % 3,
            length=40 * (1 + number % 9),
            amount=100.0 * (number % 12),
            quantity=float(number % 20),
            familiarity=0.8,
            language="en",
        )
        signals = Signals(
            cart_value=150.0 * (number % 11),
            tier=(None, "gold")[number % 2],
            page="/checkout",
            failed_self_service=number % 3,
            prior_reason=other,
            agents_on_duty=2,
            expected_wait_minutes=12.0 if busy else 1.0,
            arm=Arm.BOT_FIRST,
        )
        found.append((facts, signals))
    return found


def timed(what: Callable[[Case], object], given: Sequence[Case], times: int) -> dict[str, float]:
    """Milliseconds of CPU a call takes."""
    taken = []
    for case in itertools.islice(itertools.cycle(given), times):
        started = time.thread_time_ns()
        what(case)
        taken.append((time.thread_time_ns() - started) / 1e6)
    cuts = quantiles(taken, n=100)
    figures = {"mean": fmean(taken), "median": cuts[49], "p99": cuts[98], "worst": max(taken)}
    return {name: round(milliseconds, 4) for name, milliseconds in figures.items()}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=20_000)
    times = parser.parse_args().decisions
    reasons = load_reasons(PROJECT_ROOT / "data" / "reasons.yml")
    everyone = policy_of(Draft("chat_for_everyone", PRESETS["chat_for_everyone"].table, {}), 1)
    given = cases(reasons)
    kept = {id(case): inputs_of(*case) for case in given}
    measured = {
        "cases": len(given),
        "decisions": times,
        "milliseconds": {
            "balanced": timed(lambda case: decide(*case, reasons, DEFAULT_POLICY), given, times),
            "chat_for_everyone": timed(lambda case: decide(*case, reasons, everyone), given, times),
            "inputs_of": timed(lambda case: inputs_of(*case), given, times),
            "from_inputs": timed(lambda case: from_inputs(kept[id(case)]), given, times),
        },
    }
    print(json.dumps(measured, indent=2))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
