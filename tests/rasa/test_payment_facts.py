"""Payments that failed and charges that aren't understood, with the real Rasa: facts first, then a person."""

from bot.backoffice.payments import ChargeStatus
from bot.handoff.packet import Material, build_packet
from bot.ledger.store import EventStore
from bot.triage.reasons import load_reasons
from tests.rasa.world import MEANINGS, ROOT, Chat, World, text_of, titles, verified

MEANINGS |= {
    "my payment failed": "payment_failed",
    "what is this charge": "charge_question",
    "why am i being charged 39 dollars": "charge_question",
    "you charged me twice for order 10412, why": "charge_question",
}
HUGH, ADA, CLARA = "hugh.marsh@example.com", "ada.moreno@example.com", "clara.vogt@example.com"


def packet(world: World, chat: Chat) -> dict[str, object]:
    events = EventStore(world.db).for_conversation(chat.id)
    material = Material(chat.conversation, (), events)
    return build_packet(material, load_reasons(ROOT / "data" / "reasons.yml"))


async def test_a_failed_payment_is_explained_and_the_yes_settles_it(world: World) -> None:
    chat = world.chat()
    replies = await chat.say("my payment failed")
    assert "I'll look up what happened" in text_of(replies)
    replies = await verified(chat, HUGH)
    assert "But a later try went through" in text_of(replies)
    assert titles(replies) == ["Yes, that explains it", "No", "Stop"]
    replies = await chat.say("yes")
    assert "Good to hear" in text_of(replies)
    assert chat.events("flow_completed") == [{"flow": "payment_failed"}]
    assert "person_offered" not in chat.events()


async def test_what_is_not_explained_goes_to_a_person_with_all_that_was_gathered(world: World) -> None:
    chat = world.chat()
    await chat.say("my payment failed")
    await verified(chat, HUGH)
    replies = await chat.say("no")
    assert "what do you see" in text_of(replies)
    replies = await chat.say("my card 4242 4242 4242 4242 was charged")
    assert "never write a whole card number" in text_of(replies)
    replies = await chat.say("my bank still shows 1500 dollars twice, pending")
    assert "Shall I connect you?" in text_of(replies)
    assert chat.events("flow_completed") == [{"flow": "payment_failed"}]
    assert chat.events("person_offered") == [{"reason": "policy"}]
    made = packet(world, chat)
    assert "Hugh" in str(made["identity"])
    assert "order #10597: failed" in made["slots"]["payment"]
    assert made["slots"]["cause"] == "paid_later"
    assert made["slots"]["what they see"] == "my bank still shows 1500 dollars twice, pending"
    assert "A later try went through" in made["next_step"]
    replies = await chat.pick("Yes, connect me")
    assert chat.conversation.state == "queued"


async def test_once_gathered_the_same_matter_is_offered_a_person_at_once(world: World) -> None:
    chat = world.chat()
    await chat.say("my payment failed")
    await verified(chat, HUGH)
    await chat.say("no")
    await chat.say("it still says pending at the bank")
    await chat.pick("No, thanks")
    replies = await chat.say("my payment failed")
    assert "Shall I connect you?" in text_of(replies)
    assert len(chat.events("flow_started")) == 1


async def test_who_asks_for_a_person_instead_of_an_answer_brings_the_facts_along(world: World) -> None:
    chat = world.chat()
    await chat.say("why am i being charged 39 dollars")
    await verified(chat, ADA)
    await chat.say("human please")
    replies = await chat.say("human please")
    assert "connecting you with a person" in text_of(replies)
    slots = packet(world, chat)["slots"]
    assert slots["cause"] == "membership"
    assert slots["payment"].startswith("$39 on ")


async def test_the_yearly_fee_is_found_by_its_amount_and_explained(world: World) -> None:
    chat = world.chat()
    await chat.say("why am i being charged 39 dollars")
    replies = await verified(chat, ADA)
    assert "**$39**" in text_of(replies)
    assert "yearly fee of your membership" in text_of(replies)
    await chat.pick("Yes, that explains it")
    assert chat.events("flow_completed") == [{"flow": "charge_question"}]


async def test_an_order_booked_twice_is_not_explained_away(world: World) -> None:
    clara = world.shop.customer_by_email(CLARA)
    booked = [one for one in world.shop.charges_of(clara.id) if one.order_number == "10412"]
    assert [one.status for one in booked] == [ChargeStatus.BOOKED] * 2
    chat = world.chat()
    await chat.say("you charged me twice for order 10412, why")
    replies = await verified(chat, CLARA)
    assert "That shouldn't be" in text_of(replies)
    assert "Does that explain it?" not in text_of(replies)
    replies = await chat.say("two times the same amount on march 1")
    assert "Shall I connect you?" in text_of(replies)
    assert "send the second amount back" in packet(world, chat)["next_step"]


async def test_which_charge_is_asked_with_buttons_and_a_question_in_between_leads_back(world: World) -> None:
    chat = world.chat()
    await chat.say("what is this charge")
    replies = await verified(chat, ADA)
    assert "Which of these is it about?" in text_of(replies)
    assert titles(replies)[-2:] == ["None of these", "Stop"]
    replies = await chat.say("Can I return a sofa?")
    assert replies[0].text == "You can return anything within 30 days."
    assert "which payment is it about?" in replies[-1].text
    replies = await chat.say("10045")
    assert "order **#10045**" in text_of(replies)
    replies = await chat.say("no, the order is 39")
    replies = await chat.say("cancel")
    assert "I've stopped" in text_of(replies)
    assert "flow_cancelled" in chat.events()


async def test_a_charge_that_is_not_ours_is_told_in_words_and_given_to_a_person(world: World) -> None:
    chat = world.chat()
    await chat.say("what is this charge")
    await verified(chat, ADA)
    replies = await chat.pick("None of these")
    assert "what do you see" in text_of(replies)
    replies = await chat.say("12.34 on march 1 from larkwood pdx")
    assert "Shall I connect you?" in text_of(replies)
    made = packet(world, chat)
    assert (made["slots"]["payment"], made["slots"]["cause"]) == ("not found", "not_found")
    assert "think of fraud" in made["next_step"]


async def test_two_charges_that_are_not_there_lead_to_a_person(world: World) -> None:
    chat = world.chat()
    await chat.say("what is this charge")
    await verified(chat, ADA)
    await chat.say("the 6.90 one")
    replies = await chat.say("6.90")
    assert "Talk to a person" in titles(replies)
    assert chat.events("flow_failed")[0]["step"] == "charge"
