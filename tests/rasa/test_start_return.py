"""Sending something back, with the real Rasa: what, how many, why, and the way back."""

from bot.backoffice.orders import Order, OrderStatus
from bot.backoffice.returns import ReturnStatus
from tests.rasa.world import Chat, World, order_that, signed_in, text_of, titles


def returnable(world: World, lines: int = 1) -> Order:
    def fits(order: Order) -> bool:
        if order.status is not OrderStatus.DELIVERED:
            return False
        options = world.shop.return_options(order.number, world.clock.at)
        may = [line for line in options.lines if line.refusal is None]
        first = not world.shop.returns_of(order.number)
        return first and options.refusal is None and len(may) == lines and may[0].quantity == 1

    return order_that(world, fits)


async def chosen(world: World, order: Order) -> Chat:
    chat = await signed_in(world, order.customer_id)
    await chat.say("i want to send something back")
    if chat.conversation.slots["_step"] == "order_number":
        await chat.say(order.number)
    return chat


async def test_a_return_is_started_and_taken_back(world: World) -> None:
    order = returnable(world)
    chat = await chosen(world, order)
    replies = await chat.pick("I changed my mind")
    assert "Shall I start a return of" in text_of(replies)
    assert not world.shop.returns_of(order.number)
    replies = await chat.pick("Yes, start it")
    [made] = world.shop.returns_of(order.number)
    assert f"Return **{made.number}**" in text_of(replies)
    assert made.status is ReturnStatus.STARTED
    await chat.pick("Take the return back")
    [taken_back] = world.shop.returns_of(order.number)
    assert taken_back.status is ReturnStatus.CANCELLED


async def test_of_several_things_one_is_chosen_in_words(world: World) -> None:
    order = returnable(world, lines=2)
    line = world.shop.return_options(order.number, world.clock.at).lines[0]
    chat = await chosen(world, order)
    assert "What do you want to send back?" in text_of(chat.said)
    await chat.say(f"the {line.name.lower()} please")
    await chat.say("i ordered it by mistake")
    await chat.say("yes")
    [made] = world.shop.returns_of(order.number)
    assert [piece.sku for piece in made.lines] == [line.sku]


async def test_our_own_mistake_needs_no_form_but_a_person(world: World) -> None:
    order = returnable(world)
    chat = await chosen(world, order)
    replies = await chat.pick("It arrived damaged")
    assert "our mistake" in text_of(replies)
    assert "Talk to a person" in titles(replies)
    assert chat.events("flow_failed")[-1] == {
        "flow": "start_return",
        "cause": "needs_a_person",
        "step": "return_why",
    }
    assert not world.shop.returns_of(order.number)


async def test_a_no_asks_again_what_goes_back(world: World) -> None:
    order = returnable(world, lines=2)
    chat = await chosen(world, order)
    await chat.pick("All of it")
    await chat.pick("It doesn't fit")
    replies = await chat.pick("No, change it")
    assert "What do you want to send back?" in text_of(replies)


async def test_what_came_long_ago_is_refused_with_the_shops_words(world: World) -> None:
    def too_late(order: Order) -> bool:
        refusal = world.shop.return_options(order.number, world.clock.at).refusal
        only = len(world.shop.orders_of(order.customer_id)) == 1
        return only and refusal is not None and refusal.code.value == "too_late"

    order = order_that(world, too_late)
    words = world.shop.return_options(order.number, world.clock.at).refusal.words
    chat = await signed_in(world, order.customer_id)
    replies = await chat.say("i want to send something back")
    assert words in text_of(replies)
    assert chat.events("flow_failed")[-1]["cause"] == "too_late"
