"""Changing an order, with the real Rasa: how many, how it is sent, the new total, and the way back."""

import pytest

from bot.backoffice.orders import Order, OrderStatus
from tests.rasa.world import Chat, World, order_that, signed_in, text_of, titles


@pytest.fixture
def order(world: World) -> Order:
    """An order that may still be changed, of several things."""

    def fits(order: Order) -> bool:
        options = world.shop.order_options(order.number, world.clock.at)
        return (
            order.status in (OrderStatus.PAID, OrderStatus.PLACED)
            and options.change_items is None
            and options.change_method is None
            and bool(options.methods)
            and len(order.items) > 1
        )

    return order_that(world, fits)


async def begun(world: World, order: Order) -> Chat:
    chat = await signed_in(world, order.customer_id)
    await chat.say("i want to change my order")
    if chat.conversation.slots["_step"] == "order_number":
        await chat.say(order.number)
    return chat


async def test_a_line_is_taken_out_and_the_new_total_said_before(world: World, order: Order) -> None:
    chat = await begun(world, order)
    await chat.pick("How many of something")
    await chat.pick(order.items[0].name)
    replies = await chat.pick("Take it out")
    assert "less than before" in text_of(replies)
    assert len(world.shop.order(order.number).items) == len(order.items)
    await chat.pick("Yes, change it")
    left = world.shop.order(order.number)
    assert [item.sku for item in left.items] == [item.sku for item in order.items[1:]]
    assert left.total < order.total


async def test_the_way_of_sending_is_changed_and_put_back(world: World, order: Order) -> None:
    other = next(
        m for m in world.shop.order_options(order.number, world.clock.at).methods if m.name != order.method
    )
    chat = await begun(world, order)
    await chat.pick("How it is sent")
    await chat.say(other.name)
    await chat.say("yes")
    assert world.shop.order(order.number).method == other.name
    await chat.pick("Undo")
    assert world.shop.order(order.number).method == order.method
    assert world.shop.order(order.number).total == order.total


async def test_another_address_goes_on_as_a_change_of_address_for_this_order(
    world: World, order: Order
) -> None:
    chat = await begun(world, order)
    replies = await chat.pick("Where it goes")
    assert "new street" in text_of(replies)
    assert chat.conversation.slots["address of"] == order.number


async def test_a_number_out_of_reach_is_asked_again(world: World, order: Order) -> None:
    chat = await begun(world, order)
    await chat.pick("How many of something")
    await chat.pick(order.items[0].name)
    replies = await chat.say("900")
    assert "from 0 to 50" in text_of(replies)
    replies = await chat.say("a lot")
    assert "Talk to a person" in titles(replies)
