"""A replay in words."""

import pytest

from bot.triage.replay.figures import Estimate, Figure
from bot.triage.replay.words import difference, headline, measured
from tests.unit.triage.replay_stories import Told, replayed


def a_figure(
    happened: float | None, replayed: Estimate | None, unit: str = "count", simulated: float | None = None
) -> Figure:
    before = None if simulated is None else Estimate(simulated, None)
    return Figure("key", "Title", unit, "Definition.", happened, before, replayed)


@pytest.mark.parametrize(
    ("figure", "says"),
    [
        (a_figure(100, Estimate(88, (85, 91))), "12 fewer (9 to 15)"),
        (a_figure(100, Estimate(112, (109, 115))), "12 more (9 to 15)"),
        (a_figure(100, Estimate(101, (97, 105))), "Between 3 fewer and 5 more"),
        (a_figure(100, Estimate(104, None)), "4 more"),
        (a_figure(100, Estimate(100, None)), "As it was"),
        (a_figure(100, Estimate(100.1, (99.8, 100.3))), "As it was"),
        (a_figure(1930, Estimate(1735.5, (1690, 1770)), "dollars"), "$195 less ($160 to $240)"),
        (a_figure(20, Estimate(21.5, None), "dollars"), "$1.50 more"),
        (a_figure(0, Estimate(150, None), "seconds", simulated=30), "2 min longer"),
        (a_figure(500, Estimate(30, None), "seconds", simulated=75), "45 s shorter"),
        (a_figure(100, None), None),
        (a_figure(None, Estimate(3, None)), None),
    ],
)
def test_a_difference_is_said_with_its_range(figure: Figure, says: str | None) -> None:
    assert difference(figure) == says


def test_the_headline_says_cost_and_waiting_valuable_visitors() -> None:
    stories = [Told(n).goes("answer", "handoff").settled() for n in range(1, 5)]
    stories += [Told(n).goes("handoff", value="high").served() for n in (0, 6)]
    assert headline(replayed(stories, agents=5)) == (
        "With this policy it would have cost $60.30 instead of $20.30, and 0 valuable chats would have "
        "waited longer than 1 min; 0 did."
    )


def test_the_headline_says_where_waits_cannot_be_told() -> None:
    said = headline(replayed([Told(n).goes("answer", "handoff").settled() for n in range(5)]))
    assert said.endswith("What visitors would have waited can't be told: nobody was on duty on record.")


def test_the_headline_says_when_nothing_would_have_changed() -> None:
    stories = [Told(n).goes("answer").settled() for n in range(5)]
    assert headline(replayed(stories)) == "With this policy everything would have ended as it did."
    assert "would have cost" in headline(replayed(stories, agents=2))


def test_what_was_measured_is_told_with_its_sample() -> None:
    stories = [Told(n).goes("answer").settled() for n in range(3)]
    stories += [Told(4).goes("answer").goes("handoff").served(takes=200)]
    found = {one.name: (one.value, one.sample) for one in measured(replayed(stories))}
    assert found["Self-service fails"] == (0.25, 4)
    assert found["Handle time, mean"] == (200, 1)
    assert found["An offered person is accepted"] == (None, 0)
