"""Replay: what another policy would have made of the episodes on record, beside what happened."""

from bot.triage.replay.courses import DecideAgain
from bot.triage.replay.replaying import Replay, Rules, replay

__all__ = ["DecideAgain", "Replay", "Rules", "replay"]
