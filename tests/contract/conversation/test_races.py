"""Two at once: one wins, the other is told, nothing is lost or doubled."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

from bot.conversation.machine import State
from bot.conversation.replies import Reply
from bot.errors import Conflict, FirstlineError, TransitionRefused


def at_once(*attempts):
    """Run the attempts together; what each returned or raised."""
    barrier = Barrier(len(attempts))

    def run(attempt):
        barrier.wait()
        try:
            return attempt()
        except FirstlineError as error:
            return error

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def test_of_eight_agents_who_accept_at_once_exactly_one_gets_it(desk, store, queued, told, clock):
    agents = [SimpleNamespace(id=f"agent-{n}", name=f"Agent {n}") for n in range(8)]
    results = at_once(*[lambda agent=agent: desk.accept(queued.id, agent, clock()) for agent in agents])
    losers = [result for result in results if isinstance(result, Exception)]
    owner = store.get(queued.id)
    assert len(losers) == 7
    assert all(isinstance(loser, Conflict) for loser in losers)
    assert {str(loser) for loser in losers} == {f"{owner.agent_name} was faster."}
    assert told(queued.id).count("person_accepted") == 1


def test_an_agent_accepts_while_the_visitor_leaves_the_queue(desk, store, queued, told, clock, ada):
    at_once(lambda: desk.accept(queued.id, ada, clock()), lambda: desk.leave_queue(queued.id, clock()))
    after = store.get(queued.id)
    assert (after.state, after.agent_id) in [(State.ASSIGNED, "ada"), (State.BOT, None)]
    assert told(queued.id).count("person_accepted") + told(queued.id).count("queue_left") == 1


def test_the_bot_answers_while_an_agent_accepts(desk, store, conversation, clock, ada):
    desk.set_presence("ada", "online", clock())
    store.keep_visitor_message(conversation.id, "Hello", "m1", clock())
    desk.request_person(conversation.id, handoff_reason="policy", at=clock())
    said, accepted = at_once(
        lambda: store.keep_replies(conversation.id, 1, [Reply("Hi")], clock()),
        lambda: desk.accept(conversation.id, ada, clock()),
    )
    assert accepted.agent_id == "ada"
    authors = [message.author for message in store.messages(conversation.id)]
    # Either the bot spoke before Ada came, or it did not speak at all.
    assert authors == (["visitor", "bot", "system"] if said else ["visitor", "system"])


def test_messages_sent_at_once_get_places_of_their_own_without_gaps(store, conversation, clock):
    results = at_once(
        *[
            lambda n=n: store.keep_visitor_message(conversation.id, f"Message {n}", f"m{n}", clock())
            for n in range(8)
        ]
    )
    assert all(kept.new for kept in results)
    assert sorted(kept.message.seq for kept in results) == list(range(1, 9))
    assert [message.seq for message in store.messages(conversation.id)] == list(range(1, 9))


def test_one_message_sent_many_times_at_once_is_kept_once(store, conversation, told, clock):
    results = at_once(*[lambda: store.keep_visitor_message(conversation.id, "Hello", "m1", clock())] * 8)
    assert sum(kept.new for kept in results) == 1
    assert {kept.message.seq for kept in results} == {1}
    assert told(conversation.id).count("message_received") == 1


def test_one_message_answered_by_two_workers_at_once_is_answered_once(store, conversation, clock):
    store.keep_visitor_message(conversation.id, "Hello", "m1", clock())
    first, second = at_once(
        lambda: store.keep_replies(conversation.id, 1, [Reply("One")], clock()),
        lambda: store.keep_replies(conversation.id, 1, [Reply("Two")], clock()),
    )
    assert first == second
    assert len(store.messages(conversation.id)) == 2


def test_two_requests_for_a_person_at_once_queue_once(desk, store, conversation, told, clock):
    desk.set_presence("ada", "online", clock())
    at_once(*[lambda: desk.request_person(conversation.id, handoff_reason="visitor_request", at=clock())] * 4)
    assert store.get(conversation.id).state is State.QUEUED
    assert told(conversation.id).count("queued") == 1


def test_one_left_message_sent_twice_at_once_is_one_ticket(desk, conversation, clock):
    at_once(*[lambda: desk.leave_message(conversation.id, "Kim", "kim@example.org", "Call me", clock())] * 4)
    assert len(desk.tickets()) == 1


def test_two_processes_that_expire_at_once_announce_once(desk, store, queued, clock):
    clock.passes(minutes=11)
    results = at_once(*[lambda: desk.expire(clock())] * 4)
    assert sum(results, []) == [queued.id]
    announced = [message for message in store.messages(queued.id) if message.author == "system"]
    assert len(announced) == 1


def test_an_agent_writes_while_the_visitor_closes(desk, store, with_ada, clock, ada):
    written, _closed = at_once(
        lambda: desk.reply(with_ada.id, ada, "Hello", "a1", clock()),
        lambda: desk.close_by_visitor(with_ada.id, clock()),
    )
    assert store.get(with_ada.id).state is State.CLOSED
    lines = [message.author for message in store.messages(with_ada.id)]
    assert ("agent" in lines) is not isinstance(written, TransitionRefused)
