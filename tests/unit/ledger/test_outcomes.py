"""Every outcome, worked by hand: the first that fits."""

from datetime import timedelta

import pytest

from bot.ledger.episodes import group
from bot.ledger.outcomes import CAUSE_TITLES, Cause, LeftOut, Outcome
from bot.ledger.terms import Terms

DAY = timedelta(hours=24)


def test_an_episode_is_pending_until_the_silence_has_passed(story):
    story.asks().answered()
    assert story.judged(story.now + DAY - timedelta(seconds=1)).outcome is Outcome.PENDING
    assert story.judged(story.now + DAY).outcome is Outcome.ASSUMED


def test_the_silence_is_a_setting(story):
    story.asks().answered()
    short = Terms(episode_silence=timedelta(hours=1))
    assert story.judged(story.now + timedelta(hours=1), short).outcome is Outcome.ASSUMED


def test_closing_decides_an_episode_at_once(story):
    story.asks().answered().closed("visitor")
    assert story.judged(story.now).outcome is Outcome.ASSUMED


def test_a_message_after_the_closing_opens_the_episode_again(story):
    story.asks().answered().closed("visitor").asks()
    assert story.judged(story.now).outcome is Outcome.PENDING


def test_a_survey_after_the_closing_does_not(story):
    story.asks().answered().closed("visitor").happens("survey_answered", csat=5)
    assert story.judged(story.now).outcome is Outcome.ASSUMED


def test_pending_comes_before_handed_off(story):
    story.asks().person()
    assert story.judged(story.now).outcome is Outcome.PENDING


@pytest.mark.parametrize(
    ("type_", "data"),
    [
        ("person_accepted", {"agent_id": "ada", "waited_seconds": 3}),
        ("agent_wrote", {"agent_id": "ada", "seq": 2, "first": True}),
        ("message_left", {"ticket_id": "t1"}),
    ],
)
def test_a_person_or_a_ticket_makes_it_handed_off(story, type_, data):
    story.asks().happens(type_, **data)
    judgement = story.judged()
    assert judgement.outcome is Outcome.HANDED_OFF
    assert judgement.evidence == (story.events[-1].id,)


def test_handed_off_comes_before_negative_and_confirmed(story, tell):
    assert story.asks().answered().reacts("negative").person().judged().outcome is Outcome.HANDED_OFF
    assert tell("e2").person().asks().answered().reacts("positive").judged().outcome is Outcome.HANDED_OFF


def test_waiting_in_the_queue_alone_is_not_handed_off(story):
    story.asks().happens("handoff_requested", handoff_reason="high_value").happens("queued")
    assert story.judged().outcome is Outcome.ABANDONED


def test_a_negative_last_reaction_is_negative_whatever_was_shown_after_it(story):
    story.asks().answered("a").reacts("negative", article_id="a").asks().answered("b")
    judgement = story.judged()
    assert judgement.outcome is Outcome.NEGATIVE
    assert judgement.because == "The visitor's last reaction was negative."


def test_a_positive_reaction_after_a_negative_one_is_confirmed(story):
    story.asks().answered("a").reacts("negative", article_id="a")
    story.asks().answered("b").reacts("positive", article_id="b")
    assert story.judged().outcome is Outcome.CONFIRMED


def test_an_answer_that_helped_is_confirmed_with_answer_and_reaction_as_evidence(story):
    story.asks().answered("a").reacts("positive", article_id="a")
    judgement = story.judged()
    assert judgement.outcome is Outcome.CONFIRMED
    assert judgement.evidence == tuple(event.id for event in story.events[-2:])


def test_thanks_after_a_confirmed_answer_change_nothing(story):
    story.asks().answered().reacts("positive").greets()
    assert story.judged().outcome is Outcome.CONFIRMED


def test_a_positive_reaction_to_an_older_answer_does_not_confirm_the_last_one(story):
    story.asks().answered("a").asks().answered("b").reacts("positive", article_id="a")
    assert story.judged().outcome is Outcome.ASSUMED


def test_each_of_several_answers_to_one_message_can_be_confirmed(story):
    story.asks().answered("a").answered("b").reacts("positive", article_id="a")
    assert story.judged().outcome is Outcome.CONFIRMED


def test_a_new_question_after_a_confirmed_answer_is_judged_by_itself(story):
    story.asks().answered("a").reacts("positive").asks().answered("b")
    assert story.judged().outcome is Outcome.ASSUMED


def test_a_completed_flow_is_confirmed(story):
    story.asks().happens("flow_started", flow="address_change").asks()
    story.happens("flow_step", flow="address_change", step="code").asks()
    story.happens("flow_completed", flow="address_change")
    judgement = story.judged()
    assert judgement.outcome is Outcome.CONFIRMED
    assert judgement.because == "The last flow, address change, was completed."


def test_a_positive_reaction_to_a_completed_flow_is_further_evidence(story):
    story.asks().happens("flow_completed", flow="order_status").reacts(
        "positive", about="flow", flow="order_status"
    )
    judgement = story.judged()
    assert judgement.because == "The last flow, order status, was completed."
    assert judgement.evidence == tuple(event.id for event in story.events[-2:])


def test_a_flow_interrupted_by_an_answered_question_and_not_taken_up_again_was_left(story):
    story.asks().happens("flow_started", flow="address_change").asks().answered()
    judgement = story.judged()
    assert (judgement.outcome, judgement.cause) == (Outcome.ABANDONED, Cause.FLOW_LEFT)
    assert judgement.flow == "address_change"


def test_a_flow_completed_after_an_interruption_is_confirmed(story):
    story.asks().happens("flow_started", flow="address_change").asks().answered()
    story.asks().happens("flow_completed", flow="address_change")
    assert story.judged().outcome is Outcome.CONFIRMED


def test_after_a_cancelled_flow_an_answered_question_is_assumed(story):
    story.asks().happens("flow_started", flow="address_change")
    story.asks().happens("flow_cancelled", flow="address_change", step="email").asks().answered()
    assert story.judged().outcome is Outcome.ASSUMED


def test_a_fact_gathering_flow_that_ends_in_an_unanswered_offer_is_abandoned(story):
    story.asks().happens("flow_started", flow="payment_failed")
    story.asks().happens("flow_completed", flow="payment_failed").happens("person_offered", reason="policy")
    assert story.judged().cause is Cause.OFFER_UNANSWERED


def test_an_answer_after_a_declined_offer_is_assumed(story):
    story.asks().happens("person_offered").happens("offer_declined").asks().answered()
    assert story.judged().outcome is Outcome.ASSUMED


def test_a_request_for_a_person_after_an_answer_takes_the_assumption_away(story):
    story.asks().answered().asks().happens("person_requested", seq=2, times=1)
    assert story.judged().cause is Cause.PERSON_NOT_REACHED


ABANDONED = {
    Cause.NO_ANSWER: lambda story: story.asks().happens("answer_missing", seq=1),
    Cause.CLARIFYING: lambda story: story.asks().happens("clarify_asked", seq=1, options=["a", "b"]),
    Cause.FLOW_LEFT: lambda story: story.asks().happens("flow_step", flow="order_status", step="number"),
    Cause.FLOW_FAILED: lambda story: story.asks().happens(
        "flow_failed", flow="order_status", cause="shop_down"
    ),
    Cause.PERSON_NOT_REACHED: lambda story: story.asks().happens("person_requested", seq=1, times=1),
    Cause.OFFER_UNANSWERED: lambda story: story.asks().happens("person_offered", reason="high_value"),
    Cause.OFFER_DECLINED: lambda story: story.asks().happens("person_offered").happens("offer_declined"),
    Cause.NO_MESSAGE_LEFT: lambda story: story.asks().happens("handoff_requested", handoff_reason="policy"),
    Cause.QUEUE_LEFT: lambda story: story.asks().happens("queued").happens("queue_left", to="gone"),
    Cause.BOT_FAILED: lambda story: story.asks().happens("bot_failed", part="rasa"),
}


@pytest.mark.parametrize("cause", Cause)
def test_an_abandoned_episode_has_its_cause_and_the_evidence_for_it(story, cause):
    judgement = ABANDONED[cause](story).judged()
    assert (judgement.outcome, judgement.cause) == (Outcome.ABANDONED, cause)
    assert judgement.evidence == (story.events[-1].id,)
    assert judgement.because.endswith(".")
    assert cause in CAUSE_TITLES


def test_a_flow_left_says_at_which_step(story):
    judgement = ABANDONED[Cause.FLOW_LEFT](story).judged()
    assert (judgement.flow, judgement.step) == ("order_status", "number")
    assert judgement.because == "The visitor left the flow order status at step number."


def test_an_offer_after_a_missing_answer_leaves_no_answer_as_the_cause(story):
    story.asks().happens("answer_missing", seq=1).happens("person_offered", reason="low_confidence")
    assert story.judged().cause is Cause.NO_ANSWER


def test_a_message_nobody_replied_to_has_no_answer(story):
    story.asks().answered().asks(replied=False)
    judgement = story.judged()
    assert judgement.cause is Cause.NO_ANSWER
    assert judgement.because == "The visitor's last message got no reply."


def test_a_reply_to_an_earlier_message_leaves_a_later_one_unanswered(story):
    story.asks(replied=False).asks(replied=False)
    story.happens("answer_shown", seq=1, article_id="a", article_version=1, score=0.9)
    story.happens("bot_replied", seq=1, milliseconds=400)
    assert story.judged().cause is Cause.NO_ANSWER


def test_test_traffic_is_left_out(tell):
    assert tell(test=True).asks().answered().judged().left_out is LeftOut.TEST


def test_spam_is_left_out_even_when_a_person_looked_at_it(story):
    judgement = story.asks().person().closed(disposition="spam").judged()
    assert (judgement.outcome, judgement.left_out) == (None, LeftOut.SPAM)


def test_a_left_message_closed_as_spam_is_left_out(story):
    story.asks().happens("message_left", ticket_id="t").happens(
        "ticket_closed", ticket_id="t", disposition="spam"
    )
    assert story.judged().left_out is LeftOut.SPAM


def test_an_episode_that_an_invitation_started_is_left_out(tell):
    assert tell(invited=True).asks().answered().judged().left_out is LeftOut.INVITED


def test_the_holdout_is_left_out_and_the_other_arm_is_counted(tell):
    assert tell(arm="person_first").asks().person().judged().left_out is LeftOut.HOLDOUT
    assert tell(arm="bot_first").asks().answered().judged().outcome is Outcome.ASSUMED


def test_who_is_in_the_holdouts_arm_but_not_eligible_is_counted_like_everybody(tell):
    story = tell().asks().answered()
    story.arm = "person_first"
    assert story.decided(eligible=False).judged().outcome is Outcome.ASSUMED
    # The first request decided it; a later decision doesn't take the episode out.
    assert story.decided(eligible=True).judged().outcome is Outcome.ASSUMED


def test_greetings_alone_are_left_out(story):
    judgement = story.greets().greets().judged()
    assert judgement.left_out is LeftOut.GREETING_ONLY
    assert len(judgement.evidence) == 2


def test_a_greeting_followed_by_a_question_is_counted(story):
    assert story.greets().asks().answered().judged().outcome is Outcome.ASSUMED


def test_greeting_and_pressing_the_button_for_a_person_is_counted(story):
    story.greets().happens("person_requested", times=1)
    assert story.judged().outcome is Outcome.ABANDONED


def test_an_opened_window_in_which_nothing_was_said_is_no_episode(story):
    assert group(story.events) == []
