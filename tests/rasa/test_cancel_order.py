"""Cancelling an order, with the real Rasa: the order is really cancelled, or it is said why not."""

from bot.backoffice.orders import Order, OrderStatus
from tests.rasa.world import World, code_mailed_to, order_that, signed_in, text_of, titles


def cancellable(world: World, status: OrderStatus = OrderStatus.PAID) -> Order:
    def fits(order: Order) -> bool:
        return (
            order.status is status and world.shop.order_options(order.number, world.clock.at).cancel is None
        )

    return order_that(world, fits)


async def test_an_order_is_cancelled_after_a_code_and_a_yes(world: World) -> None:
    order = cancellable(world)
    email = world.shop.customer(order.customer_id).email
    chat = world.chat()
    replies = await chat.say("cancel my order")
    assert "as long as it isn't packed" in text_of(replies)
    await chat.say(email)
    await chat.say(code_mailed_to(world, email))
    replies = await chat.say(order.number)
    assert f"Shall I cancel order **#{order.number}**" in text_of(replies)
    assert world.shop.order(order.number).status is OrderStatus.PAID, "nothing happens before the yes"
    replies = await chat.pick("Yes, cancel it")
    assert "is cancelled" in text_of(replies)
    assert world.shop.order(order.number).status is OrderStatus.CANCELLED
    assert chat.events("flow_completed") == [{"flow": "cancel_order"}]


async def test_a_no_keeps_the_order_and_is_no_failure(world: World) -> None:
    order = cancellable(world)
    chat = await signed_in(world, order.customer_id)
    await chat.say("cancel my order")
    await chat.say(order.number)
    replies = await chat.say("no")
    assert f"order #{order.number} stays as it is" in text_of(replies)
    assert world.shop.order(order.number).status is order.status
    assert "flow_failed" not in chat.events()
    assert chat.events("flow_cancelled")[-1]["flow"] == "cancel_order"


async def test_what_has_left_is_not_cancelled_and_can_be_sent_back_instead(world: World) -> None:
    chat = await signed_in(world, world.shop.order("10045").customer_id)
    replies = await chat.say("cancel my order")
    assert titles(replies)[:2] == ["Send it back instead", "Talk to a person"]
    assert chat.events("flow_failed")[-1]["cause"] == "already_shipped"
    assert chat.conversation.slots["order number"] == "10045"


async def test_somebody_elses_order_is_not_found(world: World) -> None:
    order = cancellable(world)
    other = cancellable(world, OrderStatus.PLACED)
    assert order.customer_id != other.customer_id
    chat = await signed_in(world, order.customer_id)
    await chat.say("cancel my order")
    replies = await chat.say(other.number)
    assert "isn't among your orders" in text_of(replies)
    replies = await chat.say(other.number)
    assert "Talk to a person" in titles(replies)
    assert world.shop.order(other.number).status is other.status


async def test_a_question_in_between_is_answered_and_a_stop_ends_it(world: World) -> None:
    order = cancellable(world)
    chat = await signed_in(world, order.customer_id)
    await chat.say("cancel my order")
    replies = await chat.say("Can I return a sofa?")
    assert replies[0].text == "You can return anything within 30 days."
    assert replies[-1].text.startswith("Back to cancelling your order")
    replies = await chat.say("stop")
    assert "Nothing was changed" in text_of(replies)


async def test_when_the_shop_does_not_answer_a_person_is_brought_in(world: World) -> None:
    order = cancellable(world)
    chat = await signed_in(world, order.customer_id)
    await chat.say("cancel my order")
    await chat.say(order.number)
    world.shop.broken.add("cancel_order")
    replies = await chat.say("yes")
    assert "isn't working on my side" in text_of(replies)
    assert world.shop.order(order.number).status is order.status


async def test_cancel_it_is_no_stop_where_cancelling_is_the_matter(world: World) -> None:
    order = cancellable(world)
    chat = await signed_in(world, order.customer_id)
    await chat.say("cancel my order")
    await chat.say(order.number)
    replies = await chat.say("cancel it")
    assert "say yes to cancel the order" in text_of(replies)
    await chat.say("yes cancel it please")
    assert world.shop.order(order.number).status is OrderStatus.CANCELLED


async def test_a_yes_with_a_but_is_no_yes(world: World) -> None:
    order = cancellable(world)
    chat = await signed_in(world, order.customer_id)
    await chat.say("cancel my order")
    await chat.say(order.number)
    await chat.say("yes but not the lamp")
    assert world.shop.order(order.number).status is order.status
