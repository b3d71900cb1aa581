"""Which days a question is about: "on Sunday", "tomorrow", "December 24", "on Labor Day". Pure."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from actions.order_words import spoken_day
from bot.backoffice.stores import SpecialDay

MOST_DAYS = 4
_LONGEST = 300
_SATURDAY = 5
_TODAY = re.compile(
    r"\b(?:to-?day|to-?night|now|this (?:morning|afternoon|evening)|still open)\b", re.IGNORECASE
)
_AFTER_TOMORROW = re.compile(r"\b(?:the )?day after to-?morrow\b", re.IGNORECASE)
_WEEKEND = re.compile(r"\bweek-?ends?\b", re.IGNORECASE)
_HOLIDAYS = re.compile(r"\b(?:public |bank )?holidays?\b", re.IGNORECASE)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_WEEKDAYS = re.compile(rf"\b({_WEEKDAY})'?s\b", re.IGNORECASE)
_NAMES_A_DAY = re.compile(
    rf"\b(?:{_WEEKDAY}|(?:mon|tue|wed|thu|fri|sat|sun)\b|to-?morrow|in \w+ days?"
    r"|next (?!week|month|time|opening)"
    r"|jan|feb|mar|apr|may \d|jun|jul|aug|sep|oct|nov|dec)|\d(?:st|nd|rd|th)\b|\d[./-]\d",
    re.IGNORECASE,
)


def days_in(text: str, today: date, special: Iterable[SpecialDay] = ()) -> list[date]:
    """The days that a question names, from today on, in the order of the calendar; empty without any.

    Args:
        text: the question.
        today: the day on which it is asked.
        special: days that have a name of their own.
    """
    text = text[:_LONGEST]
    ahead = sorted((one for one in special if one.day >= today), key=lambda one: one.day)
    found: set[date] = set(_by_name(text, ahead))
    if _HOLIDAYS.search(text) and not found:
        found |= {one.day for one in ahead[:MOST_DAYS]}
    if _TODAY.search(text):
        found.add(today)
    if _AFTER_TOMORROW.search(text):
        found.add(today + timedelta(days=2))
        text = _AFTER_TOMORROW.sub(" ", text)
    if _WEEKEND.search(text):
        saturday = today + timedelta(days=(_SATURDAY - today.weekday()) % 7)
        found |= {saturday, saturday + timedelta(days=1)}
    if not found or _NAMES_A_DAY.search(text):
        found |= set(_by_calendar(text, today))
    return sorted(found)[:MOST_DAYS]


def spoken_date(day: date, today: date) -> str:
    """As in "today", "tomorrow", "Sunday, November 29"."""
    near = {0: "today", 1: "tomorrow"}.get((day - today).days)
    return near or f"{day:%A}, {spoken_day(day)}"


def spoken_time(moment: time) -> str:
    """As in "10 a.m." and "5:30 p.m."."""
    minutes = f":{moment:%M}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes} {'a.m.' if moment.hour < 12 else 'p.m.'}"


def _by_name(text: str, ahead: Sequence[SpecialDay]) -> list[date]:
    """Days by their names, the next of each: "new year's" is the day, "christmas" the eve and the day."""
    said = _plain(text)
    names = {one: _plain(one.name) for one in reversed(ahead)}
    whole = [one for one, name in names.items() if _says(name, said)]
    short = [one for one, name in names.items() if _says(name.removesuffix(" day"), said)]
    if not whole and _says("christmas", said):
        short = [one for one, name in names.items() if _says("christmas", name)]
    return list({one.name: one.day for one in whole or short}.values())


def _says(name: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", text) is not None


def _by_calendar(text: str, today: date) -> list[date]:
    """Days as calendars and people name them, by dateparser."""
    if not _NAMES_A_DAY.search(text):
        return []
    # Its tables of languages take half a second to load: not before somebody asks.
    from dateparser.search import search_dates

    noon = datetime.combine(today, time(12))
    settings = {"RELATIVE_BASE": noon, "PREFER_DATES_FROM": "future"}
    named = search_dates(_WEEKDAYS.sub(r"\1", text), languages=["en"], settings=settings) or []
    days = [moment.date() for words, moment in named if _NAMES_A_DAY.search(words)]
    return [_this_or_next(day, today) for day in days if day >= today - timedelta(days=31)]


def _this_or_next(day: date, today: date) -> date:
    """A day of this month that has passed is one of the next month: "on the 24th"."""
    if day >= today:
        return day
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return following.replace(day=min(day.day, monthrange(following.year, following.month)[1]))


def _plain(words: str) -> str:
    return re.sub(r"[^a-z0-9 ]", "", words.lower().replace("’", "'").replace("-", " "))
