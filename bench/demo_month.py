"""A demo month in the ledger of an installation, for looking at pages.

`python -m bench.demo_month --data-dir DIR`, while nothing is running on it.

The episodes are those of `bench.months`, shaped so that there is something to see on every page: visitors
who come back, ratings, real articles, several agents, invitations, flows that were left, messages left while
closed. Nothing of the product makes or needs them.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.months import World, month
from bot.bootstrap import Firstline
from bot.ledger.append import append_all
from bot.ledger.events import Event
from bot.ledger.schemas import checked, newest
from bot.settings import load_settings
from bot.staff.accounts import Role
from bot.triage import Reasons, load_reasons

_FLOWS = ("cancel_order", "address_change", "start_return")
_AGENTS = ("Grace Hall", "Alan Okafor", "Sofía Fernández-Ruiz de la Cruz", "Mei Lin")
_DEPARTMENTS = ("support", "sales", "technical")
_INVITATIONS = ("cart_above_200", "third_visit", "long_on_checkout")


def demo(
    reasons: Reasons,
    end: datetime,
    *,
    episodes: int = 1500,
    days: int = 60,
    articles: Sequence[str] = ("shipping-times",),
    agents: Sequence[str] = ("agent-0", "agent-1"),
    seed: int = 7,
) -> list[Event]:
    """The events of so many episodes in the days before `end`."""
    start = (end - timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)
    # One at a time: so that there are waits, and some who give up.
    world = World(episodes, agents=1, days=days, start=start, seed=seed)
    luck = random.Random(seed)
    told: dict[str, list[Event]] = {}
    for event in month(world, reasons):
        told.setdefault(event.episode_id, []).append(event)
    made = [event for own in told.values() for event in _lived(own, luck, articles, agents)]
    return [event for event in made if event.at < end]


def _lived(
    own: list[Event], luck: random.Random, articles: Sequence[str], agents: Sequence[str]
) -> Iterator[Event]:
    number = int(own[0].visitor_key.removeprefix("mv"))
    visitor = f"mv{number % 1100}"
    reason = next((event.data.get("reason") for event in own if event.type == "triage_decided"), None)
    article = articles[hash_of(str(reason)) % len(articles)]
    invited = luck.random() < 0.05
    rates = luck.random() < 0.3
    with_person = any(event.type == "person_accepted" for event in own)
    agent = agents[number % len(agents)]
    department = _DEPARTMENTS[hash_of(str(reason)) % len(_DEPARTMENTS)]
    for event in own:
        data = dict(event.data)
        version = event.version
        if event.type == "answer_shown":
            data["article_id"] = article
        if event.type == "episode_started" and invited:
            version = newest("episode_started")
            data |= {"invited": True, "invitation": luck.choice(_INVITATIONS), "invited_by": "system"}
        if event.type in ("queued", "handoff_requested", "triage_decided"):
            data["department"] = department
        if "agent_id" in data:
            data["agent_id"] = agent
        if event.type == "agent_wrote":
            seconds = timedelta(seconds=min(120.0, luck.expovariate(1 / 20)))
            event = replace(event, at=event.at + seconds)
        yield replace(event, version=version, visitor_key=visitor, data=data)
        if event.type == "agent_wrote" and luck.random() < 0.08:
            passed = checked(
                "transferred", newest("transferred"), {"from_agent": agent, "department": department}
            )
            yield replace(
                event,
                id=f"{event.id}-passed",
                type="transferred",
                version=newest("transferred"),
                visitor_key=visitor,
                data=passed,
            )
        if event.type == "person_accepted":
            for turn in range(luck.randint(0, 5)):
                told = {"seq": 100 + turn, "length": 40, "chat": "person", "substance": True}
                yield replace(
                    event,
                    id=f"{event.id}-{turn}",
                    type="message_received",
                    version=newest("message_received"),
                    visitor_key=visitor,
                    at=event.at + timedelta(seconds=5 + turn),
                    data=checked("message_received", newest("message_received"), told),
                )
    last = replace(own[-1], visitor_key=visitor)

    def more(type_: str, after: float, **data: object) -> Event:
        kept = checked(type_, newest(type_), data)
        return replace(
            last,
            id=f"{last.id}-{type_}",
            type=type_,
            version=newest(type_),
            at=last.at + timedelta(seconds=after),
            data=kept,
        )

    if luck.random() < 0.04 and not with_person:
        yield more("flow_started", 20, flow=luck.choice(_FLOWS))
    if last.type == "answer_shown" and luck.random() < 0.12:
        seq = last.data["seq"]
        yield more("reaction", 30, seq=seq, polarity="negative", about="answer", article_id=article)
    if rates:
        score = min(5, max(1, round(luck.gauss(4.4 if with_person else 4.0, 0.9))))
        yield more("survey_answered", 60, csat=score, nps=min(10, max(0, score * 2 + luck.randint(-2, 1))))


def hash_of(text: str) -> int:
    """The same number for the same text, in every process."""
    return sum(ord(letter) * place for place, letter in enumerate(text, start=1))


def main() -> None:
    """Fill the ledger of an installation that is not running."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--episodes", type=int, default=1500)
    asked = parser.parse_args()
    firstline = Firstline(load_settings(data_dir=asked.data_dir))
    now = datetime.now(UTC)
    agents = [
        firstline.staff.add(name=name, email=f"a{number}@larkwood.example", role=Role.AGENT, at=now).id
        for number, name in enumerate(_AGENTS)
    ]
    articles = [row.id for row in firstline.knowledge.articles()] or ["shipping-times"]
    reasons = load_reasons(Path("data/reasons.yml"))
    events = demo(reasons, now, episodes=asked.episodes, articles=articles, agents=agents)
    with firstline.db.write() as connection:
        append_all(connection, events)
    print(f"{len(events):,} events")


if __name__ == "__main__":
    main()
