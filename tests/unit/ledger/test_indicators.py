"""Every indicator that today's events can give, worked by hand."""

from datetime import timedelta

import pytest

from bot.ledger.beside import BESIDE
from bot.ledger.measures import MEASURES
from tests.unit.ledger.ledger_stories import START, analysis_of, everything

FAR = timedelta(days=30)


@pytest.fixture
def figure(terms):
    """The figure of one indicator over some stories, a month later."""

    def compute(key, *stories, later=FAR):
        now = max(story.now for story in stories) + later
        return analysis_of(*stories, terms=terms).overview(everything(now), now).figure(key)

    return compute


@pytest.fixture
def episodes(tell):
    """As many unrelated visitors as wanted."""

    def make(count, **options):
        return [tell(f"e{n}", conversation=f"c{n}", visitor=f"v{n}", **options) for n in range(count)]

    return make


def test_containment_and_escalation_are_two_sides_of_one(figure, episodes):
    stories = episodes(4)
    for story in stories[:3]:
        story.asks().answered()
    stories[3].asks().person()
    assert figure("containment", *stories).numerator == 3
    assert figure("containment", *stories).value == 0.75
    assert figure("escalation_rate", *stories).value == 0.25


def test_transfers_are_counted_of_the_episodes_handed_off(figure, episodes):
    one, two, three = episodes(3)
    one.asks().person().happens("transferred", from_agent="ada", to_agent="ben").happens(
        "transferred", from_agent="ben", department="billing"
    )
    two.asks().person()
    three.asks().answered()
    assert (figure("transfers", one, two, three).sample, figure("transfers", one, two, three).value) == (
        2,
        0.5,
    )


def test_resolution_rate(figure, episodes):
    one, two, three, four = episodes(4)
    one.asks().answered()
    two.asks().person().closed(disposition="resolved")
    three.asks().person().closed(disposition="unresolved")
    four.asks().happens("answer_missing", seq=1)
    assert figure("resolution_rate", one, two, three, four).value == 0.5


def test_first_contact_resolution_leaves_out_who_came_back_and_who_still_may(figure, terms, tell):
    resolved = tell("e1", visitor="v1", conversation="c1").asks().answered()
    returned = tell("e2", visitor="v2", conversation="c2").asks().answered()
    again = tell("e3", visitor="v2", conversation="c3", at=returned.now + timedelta(days=3)).asks().person()
    assert figure("first_contact_resolution", resolved, returned, again).numerator == 1
    assert figure("first_contact_resolution", resolved, returned, again).sample == 3
    young = figure("first_contact_resolution", resolved, later=timedelta(days=2))
    assert (young.sample, young.value) == (0, None)


def test_queue_abandonment_counts_episodes_in_which_a_wait_ended_without_a_person(figure, episodes):
    one, two, three = episodes(3)
    one.asks().happens("queued").happens("queue_left", to="bot").happens("queued").happens(
        "queue_left", to="message"
    )
    two.asks().person()
    three.asks().happens("queued").happens("queue_left", to="timeout")
    assert (
        figure("queue_abandonment", one, two, three).numerator,
        figure("queue_abandonment", one, two, three).sample,
    ) == (2, 3)


def test_first_response_runs_from_the_granted_request_to_the_first_reply(figure, episodes):
    one, two, three = episodes(3)
    one.asks().happens("person_requested", seq=1, times=1)  # self-service first: not granted yet
    one.asks(after=300).person(wait=20, reply=5)
    two.asks().happens("person_offered").happens("offer_accepted")
    two.happens("handoff_requested", handoff_reason="high_value", after=0).happens("queued", after=0)
    two.happens("person_accepted", agent_id="ada", waited_seconds=40, after=40)
    two.happens("agent_wrote", agent_id="ada", seq=2, first=True, after=20)
    three.asks().happens("handoff_requested", handoff_reason="high_value").happens("queued", after=0)
    three.happens("person_accepted", agent_id="ada", waited_seconds=90, after=90)
    three.happens("agent_wrote", agent_id="ada", seq=2, first=True, after=9)
    # 25, 60 and 99 seconds
    assert figure("first_response_time", one, two, three).value == 60
    assert figure("first_response_in_time", one, two, three).numerator == 1
    assert figure("time_to_accept", one, two, three).value == 40


def test_repeating_the_request_while_waiting_does_not_start_the_clock_anew(figure, story):
    story.asks().happens("person_requested", seq=1, times=2).happens("queued", after=0)
    story.asks(after=30, replied=False).happens("person_requested", seq=2, times=3, after=0)
    story.happens("person_accepted", agent_id="ada", waited_seconds=60, after=30)
    story.happens("agent_wrote", agent_id="ada", seq=3, first=True, after=5)
    assert figure("first_response_time", story).value == 65


def test_a_second_handoff_after_a_return_has_its_own_first_response(figure, story):
    story.asks().person(wait=10, reply=10)
    story.happens("returned", by="ada").asks().person(wait=30, reply=10)
    assert (figure("first_response_time", story).value, figure("first_response_time", story).sample) == (
        30,
        2,
    )


def test_the_bots_own_response_time_is_the_median_in_seconds(figure, story):
    for seq, milliseconds in ((1, 100), (2, 300), (3, 9000)):
        story.asks(replied=False).happens("bot_replied", seq=seq, milliseconds=milliseconds)
    assert figure("bot_response_time", story).value == 0.3


def test_handle_time_runs_from_accepting_to_closing_returning_or_passing_on(figure, episodes):
    one, two, three, open_ = episodes(4)
    one.asks().person(wait=5, reply=10).closed(after=50)  # 60
    two.asks().person(wait=5, reply=10).happens("returned", by="ada", after=110)  # 120
    three.asks().person(wait=5, reply=10).happens(
        "transferred", from_agent="ada", to_agent="ben", after=20
    )  # 30
    three.happens("person_accepted", agent_id="ben", after=5).closed(after=90)  # 90
    open_.asks().person()
    assert (
        figure("average_handle_time", one, two, three, open_).value,
        figure("average_handle_time", one, two, three, open_).sample,
    ) == (75, 4)


def test_a_chat_that_the_system_closed_after_silence_ended_with_its_last_message(figure, story):
    story.asks().person(wait=5, reply=10).asks(chat="person", after=20).closed("system", after=86400)
    assert figure("average_handle_time", story).value == 30


def test_short_sessions_have_at_most_two_messages_to_the_person(figure, episodes):
    one, two, three = episodes(3)
    one.asks().person().asks(chat="person").asks(chat="person")
    two.asks().person().asks(chat="person").asks(chat="person").asks(chat="person")
    three.asks().answered()
    assert (
        figure("short_sessions", one, two, three).numerator,
        figure("short_sessions", one, two, three).sample,
    ) == (1, 2)


def test_offline_requests_are_messages_left_without_having_waited(figure, episodes):
    closed, waited = episodes(2)
    closed.asks().happens("handoff_requested", handoff_reason="policy").happens(
        "message_left", ticket_id="t1"
    )
    waited.asks().happens("queued").happens("queue_left", to="message").happens(
        "message_left", ticket_id="t2"
    )
    assert figure("offline_requests", closed, waited).value == 1


def test_two_contacts_of_a_visitor_within_a_week_are_one_case(figure, tell):
    first = tell("e1", conversation="c1").asks().answered()
    second = tell("e2", conversation="c2", at=first.now + timedelta(days=2)).asks().answered()
    other = tell("e3", conversation="c3", visitor="v2").asks().answered()
    assert figure("cases", first, second, other).value == 2


def test_invited_episodes_are_counted_beside_and_in_no_rate(figure, episodes, tell):
    invited = tell("i1", conversation="ci", visitor="vi", invited=True).asks().answered()
    own = episodes(1)[0].asks().person()
    assert figure("invited", own, invited).value == 1
    assert figure("visitor_initiated", own, invited).value == 1
    assert figure("containment", own, invited).sample == 1


def test_satisfaction_counts_the_last_rating_of_each_episode(figure, episodes):
    one, two, three = episodes(3)
    one.asks().answered().happens("survey_answered", csat=1).happens("survey_answered", csat=5, nps=10)
    two.asks().answered().happens("survey_answered", csat=4, nps=7)
    three.asks().answered().happens("survey_answered", csat=2, nps=3)
    assert figure("csat", one, two, three).value == pytest.approx(11 / 3)
    assert figure("happy_chats", one, two, three).numerator == 2
    assert figure("nps", one, two, three).value == 0


def test_net_promoter_score_by_hand(figure, episodes):
    def of(*scores):
        stories = episodes(len(scores))
        for story, score in zip(stories, scores, strict=True):
            story.asks().answered().happens("survey_answered", nps=score)
        return figure("nps", *stories).value

    assert of(10, 9, 9, 8, 7, 6, 0, 10) == 25
    assert of(9) == 100
    assert of(6) == -100


def test_every_indicator_is_listed_with_or_without_data_and_says_what_it_means():
    found = analysis_of().overview(everything(START), START).figures
    known = [measure.key for measure in (*MEASURES, *BESIDE)]
    assert [one.key for one in found] == [*known, "cost_per_contact", "total_cost_per_contact"]
    assert len({one.key for one in found}) == len(found)
    assert all(one.definition.endswith(".") and "{" not in one.definition for one in found)
    assert all(one.missing for one in found if one.value is None)
