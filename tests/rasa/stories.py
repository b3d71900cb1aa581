"""The stories of data/stories/, told to the real Rasa, which is held to them step by step.

`rasa test core` asks the policies for the next action and runs none: no form would validate anything, and
what actions say comes next (actions/skill.py) would never happen. Here every message is understood, every
action is run and the shop really changes; what Rasa then has in its tracker must be what the story says.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import create_engine, text

from tests.rasa.world import ROOT, Chat, World, code_mailed_to
from tests.transcripts.people import person

FOLDER = ROOT / "data" / "stories"
LISTEN = "action_listen"
REQUESTED = "requested_slot"
KINDS = ("happy path", "correction", "interruption", "cancel", "failure")


@dataclass
class Turn:
    """What a visitor says, and what is to come of it.

    Attributes:
        says: the message; `{email}` and the like stand for the visitor's own, "> Title" picks a button.
        intent: what it means.
        does: ("action", name) and ("active_loop", name or None), in order.
        keeps: slots set by then, with their values.
    """

    says: str
    intent: str
    does: list[tuple[str, str | None]] = field(default_factory=list)
    keeps: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """One story: `who` tells it, `breaks` is a part of the shop that is down meanwhile."""

    name: str
    who: str
    breaks: str | None
    turns: tuple[Turn, ...]

    def __str__(self) -> str:
        return self.name


def stories(folder: Path = FOLDER) -> list[Story]:
    """All, in the order of the files."""
    return [
        _story(row)
        for file in sorted(folder.glob("*.yml"))
        for row in yaml.safe_load(file.read_text(encoding="utf-8"))["stories"]
    ]


def _story(row: Mapping[str, Any]) -> Story:
    turns: list[Turn] = []
    for step in row["steps"]:
        match step:
            case {"user": says, "intent": intent, **rest} if not rest:
                turns.append(Turn(str(says).strip(), intent))
            case {"action": name, **rest} if not rest:
                turns[-1].does.append(("action", name))
            case {"active_loop": name, **rest} if not rest:
                turns[-1].does.append(("active_loop", name))
            case {"slot_was_set": slots, **rest} if not rest:
                turns[-1].keeps.update(pair for slot in slots for pair in slot.items())
            case _:
                raise ValueError(f"{row['story']}: not a step: {step}")
    told = row["metadata"]
    return Story(row["story"], told["who"], told.get("breaks"), tuple(turns))


async def tell(story: Story, world: World, taken: set[str]) -> list[str]:
    """Tell it, by somebody who has not told one before; where it came differently."""
    theirs = person(story.who, world.shop, world.clock.at, taken)
    if story.breaks:
        world.shop.broken.add(story.breaks)
    chat, wrong = world.chat(), []
    for number, turn in enumerate(story.turns, 1):
        code = code_mailed_to(world, theirs["email"]) if "{code}" in turn.says else ""
        known = {**theirs, "code": code}
        says = turn.says.format(**known)
        await (chat.pick(says.removeprefix("> ")) if says.startswith("> ") else chat.say(says))
        keeps = {name: _filled(value, known) for name, value in turn.keeps.items()}
        due = Turn(turn.says, turn.intent, turn.does, keeps)
        wrong += [f"{number}. {turn.says}: {found}" for found in differences(due, came_of(chat, turn.says))]
    return wrong


def differences(due: Turn, came: Turn) -> list[str]:
    """Where a turn is not what it should be.

    Intent, actions, loops and the slot that is asked for have to be the same; of the other slots those that
    the story names.
    """
    found = []
    if due.intent != came.intent:
        found.append(f"meant {came.intent}, not {due.intent}")
    if due.does != came.does:
        found.append(f"did {came.does}, not {due.does}")
    if REQUESTED in came.keeps and REQUESTED not in due.keeps:
        found.append(f"asked for {came.keeps[REQUESTED]}, which the story doesn't say")
    for name, value in due.keeps.items():
        if name not in came.keeps or came.keeps[name] != value:
            found.append(f"{name} is {came.keeps.get(name, 'not set')!r}, not {value!r}")
    return found


def _filled(value: Any, known: Mapping[str, str]) -> Any:
    return value.format(**known) if isinstance(value, str) else value


def came_of(chat: Chat, says: str) -> Turn:
    """What Rasa's tracker tells of the latest message."""
    statement = text("SELECT data FROM events WHERE sender_id = :sender ORDER BY id")
    engine = create_engine(f"sqlite:///{chat.world.folder / 'tracker.db'}")
    with engine.connect() as connection:
        rows = connection.execute(statement, {"sender": chat.conversation.sender_id}).scalars().all()
    engine.dispose()
    events = [json.loads(row) for row in rows]
    last = max(number for number, event in enumerate(events) if event["event"] == "user")
    turn = Turn(says, events[last]["parse_data"]["intent"]["name"])
    for event in events[last + 1 :]:
        match event:
            case {"event": "action", "name": name} if name != LISTEN:
                turn.does.append(("action", name))
            case {"event": "active_loop", "name": name}:
                turn.does.append(("active_loop", name))
            case {"event": "slot", "name": name, "value": value}:
                turn.keeps[name] = value
    return turn
