"""The newsletter, with the real Rasa: off for any address, on for a proven one."""

from bot.backoffice.customers import NewsletterStatus
from tests.rasa.script import MEANINGS
from tests.rasa.world import World, code_mailed_to, text_of, titles, verified

MEANINGS |= {
    "unsubscribe me": "newsletter",
    "subscribe to newsletter": "newsletter",
    "newsletter": "newsletter",
    "unsubscribe elin.sorensen@example.com": "newsletter",
}
READER, NEW = "elin.sorensen@example.com", "somebody.new@example.org"


def gets_it(world: World, email: str) -> bool:
    return world.shop.newsletter(email) is NewsletterStatus.ON


async def test_stopping_has_the_same_words_for_every_address(world: World) -> None:
    world.shop.set_newsletter(READER, True, world.clock(), key=f"on-{world.clock()}")
    said = []
    for email in (READER, NEW):
        chat = world.chat()
        words = [text_of(await chat.say("unsubscribe me")), text_of(await chat.say(email))]
        words.append(text_of(await chat.say("yes")))
        said.append([one.replace(email, "EMAIL") for one in words])
        assert not gets_it(world, email)
        assert chat.conversation.identity == "anonymous"
    assert said[0] == said[1]
    assert "no newsletter any more" in said[0][-1]


async def test_taking_it_back_restores_what_was_and_signs_up_nobody(world: World) -> None:
    world.shop.set_newsletter(READER, True, world.clock(), key=f"on-{world.clock()}")
    for email, before in ((READER, True), (NEW, False)):
        chat = world.chat()
        await chat.say("unsubscribe me")
        await chat.say(email)
        await chat.say("yes")
        replies = await chat.pick("Undo")
        assert "as it was before" in text_of(replies)
        assert gets_it(world, email) is before


async def test_the_address_in_the_first_message_is_not_asked_for_again(world: World) -> None:
    chat = world.chat()
    replies = await chat.say("unsubscribe elin.sorensen@example.com")
    assert f"take **{READER}** off" in text_of(replies)
    replies = await chat.say(f"no, the email is {NEW}")
    assert text_of(replies).startswith("Got it, changed.")
    assert NEW in text_of(replies)
    replies = await chat.say("go back")
    assert "Which e-mail address" in text_of(replies)


async def test_signing_up_takes_the_code_that_came_to_the_address(world: World) -> None:
    chat = world.chat()
    await chat.say("subscribe to newsletter")
    replies = await chat.say(NEW)
    assert "sent a 6-digit code" in text_of(replies)
    replies = await chat.say("000000" if code_mailed_to(world, NEW) != "000000" else "111111")
    assert "not the code I sent" in text_of(replies)
    assert not gets_it(world, NEW)
    replies = await chat.say(code_mailed_to(world, NEW))
    assert "gets the newsletter from now on" in text_of(replies)
    assert gets_it(world, NEW)
    assert chat.conversation.identity == "anonymous"
    await chat.pick("Undo")
    assert not gets_it(world, NEW)


async def test_a_step_back_sends_no_code_and_asks_for_the_address(world: World) -> None:
    chat = world.chat()
    await chat.say("subscribe to newsletter")
    await chat.say("back@example.org")
    sent = len(world.outbox.mails("back@example.org"))
    replies = await chat.say("go back")
    assert "Which e-mail address" in text_of(replies)
    assert len(world.outbox.mails("back@example.org")) == sent == 1


async def test_a_verified_visitor_needs_no_second_code(world: World) -> None:
    chat = world.chat()
    await chat.say("i moved")
    await verified(chat, READER)
    await chat.say("cancel")
    replies = await chat.say("subscribe to newsletter")
    assert f"Shall I sign **{READER}** up" in text_of(replies)
    await chat.say("yes")
    assert gets_it(world, READER)


async def test_another_address_gets_a_code_of_its_own(world: World) -> None:
    chat = world.chat()
    await chat.say("subscribe to newsletter")
    await chat.say("first@example.org")
    old = code_mailed_to(world, "first@example.org")
    replies = await chat.say("second@example.org")
    assert "second@example.org" in text_of(replies)
    if old != code_mailed_to(world, "second@example.org"):
        await chat.say(old)
    assert not gets_it(world, "first@example.org")
    assert not gets_it(world, "second@example.org")


async def test_a_question_in_between_and_a_stop(world: World) -> None:
    chat = world.chat()
    replies = await chat.say("newsletter")
    assert titles(replies) == ["Sign me up", "Stop sending it"]
    replies = await chat.say("Can I return a sofa?")
    assert replies[0].text == "You can return anything within 30 days."
    assert "shall it come, or stop?" in replies[-1].text
    replies = await chat.say("cancel")
    assert "Nothing was changed" in text_of(replies)


async def test_two_answers_without_an_address_lead_to_a_person(world: World) -> None:
    chat = world.chat()
    await chat.say("unsubscribe me")
    replies = await chat.say("no")
    assert "I need an e-mail address" in text_of(replies)
    replies = await chat.say("no")
    assert "Talk to a person" in titles(replies)
    assert chat.events("flow_failed") == [
        {"flow": "newsletter", "step": "newsletter_email", "cause": "not_understood"}
    ]
    assert chat.conversation.slots["newsletter"] == "off"
