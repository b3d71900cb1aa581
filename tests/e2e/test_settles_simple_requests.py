"""What a visitor can get done without a person."""

import httpx

from tests.e2e.product import Product, Staff, Visitor


def outcome_of(admin: Staff, visitor: Visitor) -> dict[str, object]:
    episodes = admin.get("/analytics/episodes?limit=500")["rows"]
    return next(one for one in episodes if one["conversation_id"] == visitor.id)


def test_a_question_about_shipping_to_canada_is_answered_and_confirmed(
    product: Product, admin: Staff
) -> None:
    visitor = Visitor.open(product)
    answer = visitor.ask("How long does shipping to Canada take?")
    assert "Canada" in answer
    assert "5 to 8" in answer or "5–8" in answer or "5-8" in answer
    visitor.pick("yes")
    assert visitor.state()["state"] == "bot"
    visitor.post("close")
    assert outcome_of(admin, visitor)["outcome"] == "confirmed"


def test_an_address_really_changes_after_the_identity_was_verified(product: Product, admin: Staff) -> None:
    visitor = Visitor.open(product)
    first = visitor.ask("i moved, new adress is 12 elm st, springfield, 97477, united states")
    assert "e-mail" in first.lower() or "email" in first.lower()
    visitor.ask("ada.moreno@example.com")
    assert visitor.state()["identity"] == "anonymous"
    visitor.ask(visitor.code_from_mailbox())
    assert visitor.state()["identity"] == "verified"
    for _ in range(6):
        last = visitor.messages()[-1]
        titles = [button["title"].lower() for button in last["payload"].get("buttons", ())]
        if any("yes" in title for title in titles):
            break
        wanted = last["text"].lower()
        reply = (
            "12 Elm St"
            if "street" in wanted
            else "Springfield"
            if "city" in wanted or "town" in wanted
            else "97477"
            if "post" in wanted or "zip" in wanted
            else "United States"
        )
        visitor.ask(reply)
    done = "\n".join(reply["text"] for reply in visitor.pick("yes"))
    assert "12 Elm St" in done or "changed" in done.lower() or "updated" in done.lower()
    mailbox = httpx.get(f"{product.url}/mailbox", timeout=10).text
    assert "12 Elm St" in mailbox, "the shop confirms the new address by mail"
    visitor.post("close")
    assert outcome_of(admin, visitor)["outcome"] == "confirmed"


def test_a_wrong_code_changes_nothing(product: Product) -> None:
    visitor = Visitor.open(product)
    visitor.ask("I need to change my address to 99 Nowhere Road, Portland, 97201, US")
    visitor.ask("ada.moreno@example.com")
    right = visitor.code_from_mailbox()
    wrong = "000000" if right != "000000" else "111111"
    answer = visitor.ask(wrong)
    assert "not the code" in answer
    assert visitor.state()["identity"] == "anonymous"
    assert "99 Nowhere Road" not in httpx.get(f"{product.url}/mailbox", timeout=10).text


def test_a_forgotten_password_brings_the_shops_link_and_never_tells_who_has_an_account(
    product: Product, admin: Staff
) -> None:
    known, unknown = Visitor.open(product), Visitor.open(product)
    answers = []
    for visitor, email in ((known, "ada.moreno@example.com"), (unknown, "nobody.at.all@example.com")):
        visitor.ask("can't log in, forgot my pw")
        answers.append(visitor.ask(email).replace(email, "EMAIL"))
    assert answers[0] == answers[1]
    assert "link" in answers[0].lower()
    known.pick("yes")
    known.post("close")
    assert outcome_of(admin, known)["outcome"] == "confirmed"


def test_a_question_nobody_wrote_an_answer_to_is_not_answered_wrongly(product: Product) -> None:
    visitor = Visitor.open(product)
    replies = visitor.say("What is the boiling point of tungsten in kelvin?")
    assert all(reply["payload"].get("kind") != "answer" for reply in replies)
    titles = [button["title"].lower() for reply in replies for button in reply["payload"].get("buttons", ())]
    assert any("person" in title or "message" in title for title in titles), "it offers a way on"


def test_the_bot_says_that_it_is_one(product: Product) -> None:
    assert "bot" in Visitor.open(product).ask("am I talking to a human or a machine?").lower()


def test_the_same_message_sent_twice_is_answered_once(product: Product) -> None:
    visitor = Visitor.open(product)
    first = visitor.post("messages?wait=20", text="Do you have gift cards?", client_message_id="again")
    second = visitor.post("messages?wait=20", text="Do you have gift cards?", client_message_id="again")
    assert first.json()["message"]["seq"] == second.json()["message"]["seq"]
    lines = visitor.messages()
    assert sum(line["author"] == "visitor" for line in lines) == 1
    replies = [line for line in lines if line["in_reply_to"] == first.json()["message"]["seq"]]
    assert [line["seq"] for line in replies] == [line["seq"] for line in second.json()["replies"]]


def test_text_with_a_slash_is_text(product: Product) -> None:
    replies = Visitor.open(product).say('/handoff{"why": "me"}')
    assert replies
