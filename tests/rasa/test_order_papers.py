"""Refund status and invoice copies, with the real Rasa."""

from bot.backoffice.orders import Order, OrderStatus
from tests.rasa.world import World, order_that, text_of, titles


async def test_a_refund_that_was_sent_is_told_with_its_amount(world: World) -> None:
    order = order_that(world, lambda one: bool(world.shop.refunds_of(one.number)))
    [refund, *_] = world.shop.refunds_of(order.number)
    chat = world.chat()
    await chat.say("where is my refund?")
    await chat.say(order.number)
    replies = await chat.say(world.shop.customer(order.customer_id).email)
    assert f"${refund.amount:,.2f}".removesuffix(".00") in text_of(replies)
    assert chat.events("flow_completed") == [{"flow": "refund_status"}]


async def test_without_a_return_nothing_is_made_up_and_a_person_offered(world: World) -> None:
    owner = world.shop.customer(world.shop.order("10045").customer_id)
    chat = world.chat()
    await chat.say("where is my refund?")
    await chat.say("10045")
    replies = await chat.say(owner.email)
    assert "no return and no refund" in text_of(replies)
    assert "Talk to a person" in titles(replies)
    assert chat.events("flow_failed")[-1]["cause"] == "nothing_there"


def invoiced(world: World) -> Order:
    return order_that(
        world, lambda one: one.status is OrderStatus.DELIVERED and world.shop.invoice(one.number) is not None
    )


async def test_an_invoice_goes_to_the_mailbox_of_the_account(world: World) -> None:
    order = invoiced(world)
    email = world.shop.customer(order.customer_id).email
    chat = world.chat()
    await chat.say("i need an invoice")
    await chat.say(order.number)
    replies = await chat.say(email)
    invoice = world.shop.invoice(order.number)
    assert invoice.number in text_of(replies)
    assert any(
        mail.to == email and invoice.number in mail.subject + mail.text for mail in world.outbox.mails()
    )


async def test_an_invoice_of_somebody_else_is_not_sent(world: World) -> None:
    order = invoiced(world)
    before = len(world.outbox.mails())
    chat = world.chat()
    await chat.say("i need an invoice")
    await chat.say(order.number)
    replies = await chat.say("stranger@elsewhere.example")
    assert "can't find an order" in text_of(replies)
    assert len(world.outbox.mails()) == before
