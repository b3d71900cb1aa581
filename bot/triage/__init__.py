"""Triage: value x complexity -> route, decided purely and explained in plain words."""

from bot.triage.decide import decide
from bot.triage.model import UNKNOWN, Decision, HandoffReason, Level, Route, Signals
from bot.triage.policy import DEFAULT_POLICY, Cell, Policy
from bot.triage.reasons import Reason, Reasons, load_reasons
from bot.triage.texts import triage_text

__all__ = [
    "DEFAULT_POLICY",
    "UNKNOWN",
    "Cell",
    "Decision",
    "HandoffReason",
    "Level",
    "Policy",
    "Reason",
    "Reasons",
    "Route",
    "Signals",
    "decide",
    "load_reasons",
    "triage_text",
]
