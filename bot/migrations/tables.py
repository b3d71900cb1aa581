"""Every table of every room, on one metadata."""

from importlib import import_module

from kb.database import metadata

ROOMS = (
    "kb",
    "bot.alerts",
    "bot.attachments",
    "bot.backoffice",
    "bot.conversation",
    "bot.blocking",
    "bot.correspondence",
    "bot.handoff",
    "bot.handoff.external",
    "bot.ledger",
    "bot.ledger.channels",
    "bot.ledger.prices",
    "bot.policies",
    "bot.reasons",
    "bot.staff",
    "bot.summaries",
    "bot.switches",
)
for room in ROOMS:
    import_module(f"{room}.tables")

__all__ = ["metadata"]
