"""The indicators in the order in which they are shown: what each is called, measured in, and means."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """What an indicator means; `unit` is share, seconds, dollars, count or score."""

    key: str
    title: str
    unit: str
    text: str


DEFINITIONS: tuple[Definition, ...] = (
    Definition("containment", "Containment", "share", "Episodes without a person, of decided episodes."),
    Definition("escalation_rate", "Escalation rate", "share", "Episodes handed off, of decided episodes."),
    Definition(
        "transfers",
        "Transfers",
        "share",
        "Episodes passed on to another agent or department, of episodes handed off.",
    ),
    Definition(
        "second_level", "To second level", "share", "Episodes passed to a supervisor, of episodes handed off."
    ),
    Definition(
        "resolution_rate",
        "Resolution rate",
        "share",
        "Confirmed, assumed, or handed off and closed as resolved; of decided episodes.",
    ),
    Definition(
        "first_contact_resolution",
        "First contact resolution",
        "share",
        "Resolved, and the visitor didn't come back within {come_back:g} days; "
        "of decided episodes older than that.",
    ),
    Definition(
        "queue_abandonment",
        "Queue abandonment",
        "share",
        "Waits that ended without a person (left, or ran out), of all waits in the queue.",
    ),
    Definition(
        "first_response_time",
        "First response by a person",
        "seconds",
        "The median time from a visitor's request for a person to the person's first reply.",
    ),
    Definition(
        "first_response_in_time",
        "First response within the goal",
        "share",
        "First replies by a person within {goal:g} seconds of the request, of all first replies.",
    ),
    Definition(
        "time_to_accept",
        "Wait until an agent accepts",
        "seconds",
        "The median wait in the queue of those who were accepted.",
    ),
    Definition(
        "bot_response_time",
        "First line's own response",
        "seconds",
        "The median time from a visitor's message to the bot's reply.",
    ),
    Definition(
        "average_handle_time",
        "Average handle time",
        "seconds",
        "The mean time from an agent's accepting to closing, returning or passing on, of finished chats.",
    ),
    Definition(
        "cases",
        "Cases",
        "count",
        "Matters of one visitor: episodes less than {case_gap:g} days apart count as one.",
    ),
    Definition("visitor_initiated", "Started by visitors", "count", "Episodes that no invitation started."),
    Definition(
        "invited",
        "Started by an invitation",
        "count",
        "Episodes that an invitation started; they are in no rate.",
    ),
    Definition(
        "invitation_acceptance", "Invitations accepted", "share", "Invitations accepted, of those sent."
    ),
    Definition(
        "short_sessions",
        "Short sessions with a person",
        "share",
        "Chats with a person with at most {short:g} messages by the visitor (small requests creeping in), "
        "of all chats with a person.",
    ),
    Definition(
        "offline_requests",
        "Messages left while closed",
        "count",
        "Messages that visitors left without having waited: nobody was at the desk.",
    ),
    Definition("csat", "Satisfaction (CSAT)", "score", "The mean of the visitors' ratings, 1 to 5."),
    Definition("happy_chats", "Share of happy chats", "share", "Ratings of 4 and 5, of all ratings."),
    Definition("value_of_happy_chats", "Value of successful chats", "dollars", "Happy chats x a set amount."),
    Definition(
        "nps",
        "Recommendation (NPS)",
        "score",
        "Share of 9 and 10 less share of 0 to 6, in points from -100 to 100.",
    ),
    Definition(
        "recognised_visitors",
        "Recognised across channels",
        "share",
        "Visitors who would be recognised on another channel, of all visitors: "
        "how far the durable rate can be trusted.",
    ),
    Definition(
        "conversion_rate",
        "Conversion rate of chats",
        "share",
        "Chats followed by an order within 24 hours, of all chats.",
    ),
    Definition(
        "average_order_value",
        "Average order of a chat",
        "dollars",
        "Order value of converting chats / converting chats.",
    ),
    Definition(
        "value_of_chat_visitor",
        "Value of a chat visitor",
        "dollars",
        "Conversion rate x average order value.",
    ),
    Definition(
        "cart_abandonment",
        "Cart abandonment",
        "share",
        "Carts filled and not paid, of carts filled, in visits with a chat.",
    ),
    Definition(
        "cost_per_contact",
        "Cost per contact",
        "dollars",
        "(Staff time + systems + tools of a channel) / its contacts.",
    ),
    Definition(
        "total_cost_per_contact", "Total cost per contact", "dollars", "Cost of all channels / cases."
    ),
)
"""Those whose data is not collected yet are listed all the same, and shown without a value."""
