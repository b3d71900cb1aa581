"""Any facts that triage can be given."""

from itertools import product

from hypothesis import strategies as st

from bot.nlu.model import ACTS, Entity, Tone, Understanding
from bot.triage import Cell, Level, Signals
from bot.triage.editing import LIMITS, Draft, as_cells, checked
from bot.triage.model import Arm
from bot.triage.policy import Table
from bot.triage.presets import PRESETS
from tests.unit.triage.triage_facts import REASONS, understood

SHARE = st.floats(0, 1)
KEYS = [key for key in REASONS if key != "unknown"]


@st.composite
def understandings(draw: st.DrawFn) -> Understanding:
    keys = draw(st.lists(st.sampled_from([*KEYS, "no_longer_there"]), max_size=4, unique=True))
    weights = sorted((draw(SHARE) for _ in keys), reverse=True)
    total = max(1.0, sum(weights))
    entities = draw(
        st.lists(
            st.builds(
                lambda kind, n: Entity(kind, str(n), 0, 1),
                st.sampled_from(["amount", "quantity"]),
                st.integers(0, 9000),
            ),
            max_size=2,
        )
    )
    return understood(
        *((key, weight / total) for key, weight in zip(keys, weights, strict=True)),
        act=draw(st.none() | st.sampled_from(sorted(ACTS))),
        act_confidence=draw(SHARE),
        text="x" * draw(st.integers(0, 500)),
        tone=Tone(draw(SHARE), draw(SHARE), draw(SHARE), draw(SHARE)),
        entities=tuple(entities),
        wishes=draw(st.integers(1, 5)),
        wants_person=draw(SHARE),
    )


signals = st.builds(
    Signals,
    cart_value=st.floats(0, 3000),
    order_value=st.floats(0, 3000),
    tier=st.sampled_from([None, "silver", "gold", "unheard of"]),
    repeat_customer=st.booleans(),
    page=st.sampled_from(["", "/", "/checkout", "/help/returns"]),
    failed_self_service=st.integers(0, 4),
    times_asked_for_person=st.integers(0, 3),
    clarified=st.integers(0, 3),
    facts_gathered=st.booleans(),
    active_flow=st.sampled_from([None, "order_status", "address_change"]),
    bot_turns=st.integers(0, 40),
    prior_reason=st.sampled_from([None, *KEYS, "no_longer_there"]),
    prior_value=st.sampled_from([None, *Level]),
    prior_complexity=st.sampled_from([None, *Level]),
    identity=st.sampled_from(["anonymous", "known", "verified"]),
    offer_declined=st.booleans(),
    desk_open=st.booleans(),
    agents_on_duty=st.integers(0, 4),
    queue_length=st.integers(0, 30),
    expected_wait_minutes=st.none() | st.floats(0, 60),
    arm=st.sampled_from([None, *Arm]),
    eligible=st.sampled_from([None, True, False]),
)

PLACES = list(product(Level, Level))
tables = st.fixed_dictionaries({place: st.sampled_from(list(Cell)) for place in PLACES})
"""Any table, also those that no edit may save."""


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Any policy that can be saved: a preset with cells changed as far as their order allows, any limits."""
    preset = draw(st.sampled_from(list(PRESETS.values())))
    table = dict(preset.table)
    for place in draw(st.lists(st.sampled_from(PLACES), max_size=4)):
        table[place] = draw(st.sampled_from(_allowed(table, place)))
    limits = {
        name: draw(st.integers(limit.lowest, limit.highest))
        for name, limit in LIMITS.items()
        if draw(st.booleans())
    }
    return checked(preset.key, as_cells(table), limits)


def _allowed(table: Table, place: tuple[Level, Level]) -> list[Cell]:
    """The cells that keep the order with those of less and of more value and complexity."""
    below = [cell.reach for at, cell in table.items() if at != place and _under(at, place)]
    above = [cell.reach for at, cell in table.items() if at != place and _under(place, at)]
    return [cell for cell in Cell if max(below, default=0) <= cell.reach <= min(above, default=3)]


def _under(one: tuple[Level, Level], other: tuple[Level, Level]) -> bool:
    return one[0].rank <= other[0].rank and one[1].rank <= other[1].rank
