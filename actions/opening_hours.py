"""When the shop's places are open, and how to get there: from the shop's own table."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from actions.address_steps import one_line
from actions.buttons import button
from actions.days import days_in, spoken_date, spoken_time
from actions.flow import FlowEnd, FlowForm
from actions.order_words import spoken_day
from actions.steps import Slots, Step, Taken
from actions.turn import Outcome, Turn
from bot.backoffice.stores import Hours, Store, hours_on, is_open, opens_next
from bot.conversation.replies import Reply

_MOST_BUTTONS = 6
_SOON = timedelta(days=21)
_WORDS = re.compile(r"[^\W_]+")
_POSTAL_CODE = re.compile(r"\b\d{4,5}\b|\b[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}\b", re.IGNORECASE)


class WhichStore(Step):
    """Which of the shop's places; the only one needs no question."""

    slot = "store"
    also = ("asked_days",)
    shown_as = "store"
    again = "which store is it about?"

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """The only one, or the one named; and the days that the question names, before they are forgotten."""
        stores = self.services.shop.stores(turn.at)
        found: dict[str, Any] = {"asked_days": _days(turn, stores)}
        if len(stores) < 2:
            found["store"] = stores[0].id if stores else "none"
        elif picked := turn.picked.get("store") or store_named(turn.text, stores):
            found["store"] = picked
        return found

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask, with the places as buttons."""
        stores = self.services.shop.stores(turn.at)
        buttons = [
            button(f"{store.name}, {store.address.city}", "inform", store=store.id)
            for store in stores[:_MOST_BUTTONS]
        ]
        return Reply("Which of our stores do you mean? A city or a postal code will do.", tuple(buttons))

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """One of them, by button, city, region or the nearest by postal code."""
        stores = self.services.shop.stores(turn.at)
        picked = turn.picked.get("store") or store_named(turn.text, stores)
        if picked in [store.id for store in stores]:
            return Taken({"store": picked, **({"asked_days": d} if (d := _days(turn, stores)) else {})})
        cities = ", ".join(sorted({store.address.city for store in stores}))
        return Taken(
            problem=f"We have no store by that name. There is one in each of these: {cities}. Which one?"
        )


class OpeningHoursForm(FlowForm):
    """Asks for the store where there are several."""

    flow = "opening_hours"
    subject = "opening hours"
    own_steps = (WhichStore,)


class TellOpeningHours(FlowEnd):
    """Says when it is open and where it is."""

    form = OpeningHoursForm

    def finish(self, turn: Turn) -> Outcome:
        """Look it up and say it."""
        stores = self.services.shop.stores(turn.at)
        store = next((one for one in stores if one.id == turn.slots["store"]), None)
        if store is None:
            return self.gave_up(turn, "I don't have the hours of our stores.", cause="nothing_there")
        days = [date.fromisoformat(day) for day in turn.slots.get("asked_days") or ()]
        address = one_line(store.address, self.services.shop)
        text = store_text(store, address, days, turn.at, only=len(stores) == 1)
        return self.completed(turn, text, ask="Did that answer your question?")


def store_named(text: str, stores: Sequence[Store]) -> str | None:
    """The store that a text names by name, city or region, or the nearest by postal code.

    Postal codes that begin alike lie near each other; where two stores are as near, none is named.
    """
    said = " ".join(_WORDS.findall(text.lower()))
    by_name = [one.id for one in stores if _says(said, one.name) or _says(said, one.address.city)]
    named = by_name or [one.id for one in stores if _says(said, one.address.region)]
    if named:
        return named[0] if len(named) == 1 else None
    near = {
        one.id: max((_alike(code, one.address.postal_code) for code in _POSTAL_CODE.findall(text)), default=0)
        for one in stores
    }
    best = [key for key, alike in near.items() if alike and alike == max(near.values())]
    return best[0] if len(best) == 1 else None


def store_text(store: Store, address: str, days: Sequence[date], now: datetime, *, only: bool = True) -> str:
    """What is said about a store: the days asked for, or now and the whole week; then the way there.

    Args:
        store: the store.
        address: its address in one line.
        days: the days that the question names; the week is told without any.
        now: the moment of the question, in any zone.
        only: whether the shop has no other store.
    """
    local = now.astimezone(ZoneInfo(store.zone))
    today = local.date()
    told = [_day_text(store, day, local) for day in days] or [
        _now_text(store, local),
        *_week_text(store, today),
    ]
    where = f"**{store.name}**, {address}." + (" It's our only store." if only else "")
    way = " ".join(
        part for part in (store.directions, f"Phone: {store.phone}." if store.phone else "") if part
    )
    return "\n\n".join(part for part in ("\n".join(told), where, way) if part)


# A time ends in a full stop of its own: "7 p.m." ends a sentence too.
def _day_text(store: Store, day: date, local: datetime) -> str:
    hours, called = hours_on(store, day), spoken_date(day, local.date())
    name = next((one.name for one in store.special if one.day == day), None)
    spoken = called if name is None else f"{called} ({name})"
    on = spoken[0].upper() + spoken[1:] if called in ("today", "tomorrow") else f"On {spoken}"
    if hours is None:
        return f"{on} we're **closed**.{_next_text(store, local) if day == local.date() else ''}"
    if day == local.date():
        return f"{on} we're open **{_span(hours)}** {_now_text(store, local)}"
    return f"{on} we're open **{_span(hours)}**"


def _now_text(store: Store, local: datetime) -> str:
    hours = hours_on(store, local.date())
    if hours is not None and is_open(store, local):
        return f"It's open right now, until {spoken_time(hours.closes)}"
    return f"It's closed right now.{_next_text(store, local)}"


def _next_text(store: Store, local: datetime) -> str:
    opening = opens_next(store, local)
    if opening is None:
        return ""
    day = spoken_date(opening.date(), local.date())
    on = day if day in ("today", "tomorrow") else f"on {day}"
    return f" It opens {on} at {spoken_time(opening.time())}"


def _week_text(store: Store, today: date) -> list[str]:
    """Days with the same hours in one line, then what is different within three weeks."""
    monday = date(2024, 1, 1)
    spans: list[tuple[int, int, Hours | None]] = []
    for number, hours in enumerate(store.week):
        if spans and spans[-1][2] == hours:
            spans[-1] = (spans[-1][0], number, hours)
        else:
            spans.append((number, number, hours))
    names = [f"{monday + timedelta(days=number):%A}" for number in range(7)]
    week = [
        f"- {names[first] if first == last else f'{names[first]} to {names[last]}'}: {_span(hours)}"
        for first, last, hours in spans
    ]
    soon = [one for one in store.special if today <= one.day <= today + _SOON]
    return [*week, *(f"- {one.name}, {spoken_day(one.day)}: {_span(one.hours)}" for one in soon)]


def _span(hours: Hours | None) -> str:
    return "closed" if hours is None else f"{spoken_time(hours.opens)} to {spoken_time(hours.closes)}"


def _days(turn: Turn, stores: Sequence[Store]) -> list[str] | None:
    if not stores:
        return None
    today = turn.at.astimezone(ZoneInfo(stores[0].zone)).date()
    special = {one.day: one for store in stores for one in store.special}
    return [day.isoformat() for day in days_in(turn.text, today, special.values())] or None


def _says(said: str, name: str) -> bool:
    return bool(name) and f" {name.lower()} " in f" {said} "


def _alike(one: str, other: str) -> int:
    """How many characters two postal codes have in common at the beginning."""
    pairs = zip(one.upper().replace(" ", ""), other.upper().replace(" ", ""), strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
