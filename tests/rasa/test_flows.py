"""Order status, password reset and shipping times, with the real Rasa."""

from tests.rasa.world import World, text_of, titles


async def test_shipping_to_a_named_country_is_answered_at_once_from_the_shops_table(world: World) -> None:
    chat = world.chat()
    replies = await chat.say("How long does shipping to Canada take?")
    place = world.shop.shipping_options("CA")
    low, high = place.methods[0].days
    assert f"{low} to {high} working days" in text_of(replies)
    assert "Canada" in text_of(replies)
    assert titles(replies) == ["Yes, thanks", "No"]
    assert chat.events("flow_completed") == [{"flow": "shipping_times"}]


async def test_shipping_without_a_country_is_asked_back_with_buttons(world: World) -> None:
    chat = world.chat()
    replies = await chat.say("How long does shipping take?")
    assert "Canada" in titles(replies)
    replies = await chat.pick("Canada")
    assert "Delivery to Canada" in text_of(replies)


async def test_a_country_we_do_not_deliver_to_is_said_honestly(world: World) -> None:
    chat = world.chat()
    await chat.say("How long does shipping take?")
    replies = await chat.say("Brazil")
    assert "don't deliver there" in text_of(replies)


async def test_an_order_is_told_to_whom_it_belongs(world: World) -> None:
    order = world.shop.order("10045")
    owner = world.shop.customer(order.customer_id)
    chat = world.chat()
    replies = await chat.say("Where is my order?")
    assert "order number" in text_of(replies)
    replies = await chat.say("10045")
    assert "e-mail" in text_of(replies)
    replies = await chat.say(owner.email)
    assert "#10045" in text_of(replies)
    assert chat.events("flow_completed") == [{"flow": "order_status"}]


async def test_an_order_named_at_once_is_not_asked_for_again(world: World) -> None:
    replies = await world.chat().say("Where is my order #10045?")
    assert "e-mail" in text_of(replies)


async def test_somebody_elses_order_is_not_told_and_a_person_offered_in_the_end(world: World) -> None:
    chat = world.chat()
    await chat.say("Where is my order #10045?")
    replies = await chat.say("stranger@elsewhere.example")
    assert "can't find an order" in text_of(replies)
    await chat.say("10045")
    replies = await chat.say("stranger@elsewhere.example")
    assert "Talk to a person" in titles(replies)
    assert chat.events("flow_failed")[0]["flow"] == "order_status"


async def test_a_password_link_is_sent_and_nothing_is_told_about_the_account(world: World) -> None:
    order = world.shop.order("10045")
    email = world.shop.customer(order.customer_id).email
    said = []
    for address in (email, "nobody@elsewhere.example"):
        chat = world.chat()
        await chat.say("can't log in, forgot my pw")
        said.append(text_of(await chat.say(address)).replace(address, "EMAIL"))
    assert said[0] == said[1]
    assert "link" in said[0]
    assert any(mail.to == email and "password" in mail.subject.lower() for mail in world.outbox.mails())


async def test_what_is_no_address_is_asked_for_again_and_then_given_up(world: World) -> None:
    chat = world.chat()
    await chat.say("can't log in, forgot my pw")
    replies = await chat.say("no")
    assert "doesn't look like an e-mail address" in text_of(replies)
    replies = await chat.say("no")
    assert "Talk to a person" in titles(replies)


async def test_praise_inside_a_flow_is_taken_and_the_flow_goes_on(world: World) -> None:
    chat = world.chat()
    await chat.say("can't log in, forgot my pw")
    replies = await chat.say("good bot")
    assert "good to hear" in replies[0].text
    assert "e-mail address" in replies[-1].text
    replies = await chat.say("ada@elsewhere.example")
    assert "link" in text_of(replies)


async def test_asking_back_inside_a_flow_leads_to_the_answer_and_back(world: World) -> None:
    chat = world.chat()
    await chat.say("can't log in, forgot my pw")
    replies = await chat.say("tell me about fabric")
    assert "Fabric care" in titles(replies)
    replies = await chat.pick("Fabric care")
    assert replies[0].text == "Vacuum it weekly."
    assert "e-mail address" in replies[-1].text


async def test_the_same_flow_can_be_gone_through_twice(world: World) -> None:
    chat = world.chat()
    for country in ("Canada", "Germany"):
        await chat.say("How long does shipping take?")
        replies = await chat.pick(country)
        assert f"Delivery to {country}" in text_of(replies)


async def test_a_flow_begins_anew_after_it_was_stopped(world: World) -> None:
    chat = world.chat()
    await chat.say("Where is my order #10045?")
    await chat.say("cancel")
    replies = await chat.say("Where is my order?")
    assert "order number" in text_of(replies)
