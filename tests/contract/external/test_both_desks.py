"""What holds at our own desk holds at a desk that the company has already."""


def test_an_agent_knows_the_visitor_before_the_first_word(shop, agent):
    visitor = shop.visitor(name="v1")
    agent.turn()
    read = agent.reads(visitor)
    assert "wants it put right" in read
    assert "My mirror is broken" in read


def test_the_first_words_connect_the_two(shop, agent):
    visitor = shop.visitor()
    agent.turn()
    assert shop.state(visitor) == "queued"
    agent.writes(visitor, "Hello, I'm looking into it.")
    agent.turn()
    assert shop.lines(visitor)[-1] == ("agent", "Hello, I'm looking into it.")
    conversation = shop.store.get(visitor)
    assert (conversation.state.value, conversation.agent_name) == ("human", "Mia")


def test_both_go_on_in_order_and_once(shop, agent):
    visitor = shop.visitor()
    agent.turn()
    agent.writes(visitor, "Which one?")
    agent.turn()
    for text in ("The round one.", "From May."):
        shop.says(visitor, text)
    for _ in range(3):
        agent.turn()
    read = agent.reads(visitor)
    assert read.index("The round one.") < read.index("From May.")
    assert read.count("From May.") == 1
    agent.writes(visitor, "A new one is on its way.")
    for _ in range(2):
        agent.turn()
    assert [text for who, text in shop.lines(visitor) if who == "agent"] == [
        "Which one?",
        "A new one is on its way.",
    ]
    assert shop.store.owed_in(visitor) == []


def test_the_agent_ends_it(shop, agent):
    visitor = shop.visitor()
    agent.turn()
    agent.writes(visitor, "Done.")
    agent.turn()
    agent.ends(visitor)
    agent.turn()
    assert shop.state(visitor) == "closed"
    assert shop.lines(visitor)[-1][0] == "system"


def test_the_visitor_ends_it_and_the_agent_is_told(shop, agent):
    visitor = shop.visitor()
    agent.turn()
    agent.writes(visitor, "Hello!")
    agent.turn()
    shop.desk.close_by_visitor(visitor, shop.at)
    agent.turn()
    assert agent.is_told_of_the_end(visitor)


def test_who_comes_back_is_handed_over_again(shop, agent):
    visitor = shop.visitor()
    agent.turn()
    agent.writes(visitor, "Hello!")
    agent.turn()
    agent.ends(visitor)
    agent.turn()
    shop.passes(hours=1)
    agent.turn()
    shop.says(visitor, "It broke again")
    shop.desk.set_presence("mia", "online", shop.at)
    shop.desk.request_person(visitor, handoff_reason="visitor_request", at=shop.at)
    agent.turn()
    assert shop.state(visitor) == "queued", "nobody has answered yet"
    assert "It broke again" in agent.reads(visitor)
    agent.writes(visitor, "Hello again!")
    agent.turn()
    assert shop.lines(visitor)[-1] == ("agent", "Hello again!")
