"""Any facts that triage can be given."""

from hypothesis import strategies as st

from bot.nlu.model import ACTS, Entity, Tone, Understanding
from bot.triage import Level, Signals
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
)
