"""Who gets which waiting visitor where visitors are given out."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.handoff.assignment import PATIENCE_FOR_SKILL, Candidate, Need, Profile, assign

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def agent(name, load=0, given=None, **duties):
    return Candidate(Profile(name, name.capitalize(), **duties), load, given)


def need(name="v", department="sales", **facts):
    return Need(name, department, **facts)


def rings_at(*candidates, of=None):
    chosen = assign([of or need()], candidates)
    return chosen[0].agent_id if chosen else None


def test_it_rings_at_the_least_loaded_for_what_they_can_take():
    assert rings_at(agent("ada", 2, capacity=3), agent("ben", 3, capacity=6)) == "ben"


def test_among_equals_at_the_one_who_has_waited_longest_for_a_chat():
    assert rings_at(agent("ada", given=NOW), agent("ben", given=NOW - timedelta(minutes=5))) == "ben"
    assert rings_at(agent("ada", given=NOW), agent("cleo")) == "cleo"


def test_nobody_gets_more_than_they_take_at_a_time():
    assert rings_at(agent("ada", 3, capacity=3)) is None
    choices = assign([need(str(n)) for n in range(5)], [agent("ada", 1, capacity=3)])
    assert [choice.conversation_id for choice in choices] == ["0", "1"]


def test_only_those_who_serve_the_department_are_asked():
    assert rings_at(agent("ada", departments=("billing",))) is None
    assert rings_at(agent("ada", departments=("billing", "sales"))) == "ada"
    assert rings_at(agent("ada", departments=("billing",)), of=need(department=None)) == "ada"


def test_who_knows_the_matter_comes_before_who_has_less_to_do():
    expert = agent("ben", 2, skills=("payments",))
    other = agent("ada", skills=("delivery",))
    assert rings_at(other, expert, of=need(topics=frozenset({"payments"}))) == "ben"


def test_for_one_who_knows_the_matter_a_visitor_waits_but_not_for_ever():
    busy = agent("ben", 3, skills=("payments",))
    free = agent("ada", skills=("delivery",))
    topics = frozenset({"payments"})
    assert rings_at(busy, free, of=need(topics=topics)) is None
    assert rings_at(busy, free, of=need(topics=topics, waited=PATIENCE_FOR_SKILL)) == "ada"


def test_where_nobody_there_knows_the_matter_or_the_language_anybody_serves():
    assert rings_at(agent("ada", skills=("delivery",)), of=need(topics=frozenset({"payments"}))) == "ada"
    assert rings_at(agent("ada", languages=("en",)), of=need(language="es")) == "ada"


def test_the_visitors_language_counts_as_a_skill():
    assert (
        rings_at(
            agent("ada", languages=("en",)), agent("ben", 1, languages=("es", "en")), of=need(language="es")
        )
        == "ben"
    )


def test_who_let_it_pass_is_asked_again_only_after_all_others():
    once = {"ada": 1}
    assert rings_at(agent("ada"), agent("ben", 2), of=need(let_pass=once)) == "ben"
    assert rings_at(agent("ada"), agent("ben", 2), of=need(let_pass={"ada": 1, "ben": 1})) == "ada"
    assert rings_at(agent("ada"), of=need(let_pass=once)) == "ada"


def test_it_is_said_why():
    [choice] = assign([need()], [agent("ada", 1)])
    assert choice.because == "Ada serves this department and has 1 of 3 chats."


candidates = st.lists(
    st.builds(
        lambda n, load, capacity, departments, skills: agent(
            f"a{n}", load, capacity=capacity, departments=departments, skills=skills
        ),
        st.integers(0, 1000),
        st.integers(0, 4),
        st.integers(1, 4),
        st.sampled_from([(), ("sales",), ("billing",), ("sales", "billing")]),
        st.sampled_from([(), ("payments",), ("delivery",)]),
    ),
    max_size=6,
    unique_by=lambda one: one.profile.agent_id,
)
needs = st.lists(
    st.builds(
        lambda n, department, topics, minutes: need(
            f"v{n}", department, topics=frozenset(topics), waited=timedelta(minutes=minutes)
        ),
        st.integers(0, 1000),
        st.sampled_from(["sales", "billing", None]),
        st.sampled_from([(), ("payments",), ("delivery",)]),
        st.integers(0, 5),
    ),
    max_size=10,
    unique_by=lambda one: one.conversation_id,
)


@given(needs, candidates)
def test_nobody_is_overloaded_asked_twice_or_given_a_strangers_department(needs, candidates):
    choices = assign(needs, candidates)
    assert len({choice.conversation_id for choice in choices}) == len(choices)
    by_id = {one.profile.agent_id: one for one in candidates}
    department = {one.conversation_id: one.department for one in needs}
    for agent_id, one in by_id.items():
        given = [choice for choice in choices if choice.agent_id == agent_id]
        assert not given or one.load + len(given) <= one.profile.capacity
        assert all(one.profile.serves(department[choice.conversation_id]) for choice in given)


@given(needs, candidates)
def test_whoever_has_waited_long_is_left_waiting_only_while_all_who_serve_are_full(needs, candidates):
    choices = {choice.conversation_id: choice.agent_id for choice in assign(needs, candidates)}
    loads = {one.profile.agent_id: one.load for one in candidates}
    for agent_id in choices.values():
        loads[agent_id] += 1
    for one in needs:
        if one.conversation_id not in choices and one.waited >= PATIENCE_FOR_SKILL:
            serving = [c.profile for c in candidates if c.profile.serves(one.department)]
            assert all(loads[profile.agent_id] >= profile.capacity for profile in serving)
