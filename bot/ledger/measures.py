"""The indicators: what each is called, measured in, means, and is counted with. Pure.

Definition and predicate stand in one place, so that no figure can say one thing and count another.
"""

from dataclasses import dataclass, field

from bot.ledger.shapes import Group, Unit


@dataclass(frozen=True)
class Measure:
    """One indicator; its subclasses say how it is counted.

    `missing` says why there may be no value; `opens` that the episodes behind it can be shown.
    """

    key: str
    title: str
    unit: Unit
    group: Group
    text: str
    missing: str = field(default="Nothing to count in this period.", kw_only=True)
    opens: bool = field(default=True, kw_only=True)

    @property
    def behind(self) -> tuple[str, str]:
        """The SQL conditions of the episodes in the numerator, and in the denominator (or the sample)."""
        raise NotImplementedError


@dataclass(frozen=True)
class Share(Measure):
    """Episodes that `fit`, of those that are `of`: SQL conditions on an episode with its predicates."""

    fits: str
    of: str

    @property
    def behind(self) -> tuple[str, str]:
        """Those that fit; those they are of."""
        return f"({self.of}) AND ({self.fits})", self.of


@dataclass(frozen=True)
class Total(Measure):
    """The sum of `each` over the episodes that are `of`."""

    of: str
    each: str = "1"

    @property
    def behind(self) -> tuple[str, str]:
        """Those that were added up."""
        return self.of, self.of


@dataclass(frozen=True)
class Mean(Measure):
    """The mean of `each` (a number for each episode, NULL where there is none) over those that are `of`."""

    of: str
    each: str

    @property
    def behind(self) -> tuple[str, str]:
        """Those with a number."""
        return self.of, self.of


@dataclass(frozen=True)
class Spans(Measure):
    """`how` (median or avg) of all numbers in the lists `each`, over the episodes that are `of`.

    `of_agents` says that the lists hold structs of agent and seconds; `goal` is in the figure's unit.
    """

    of: str
    each: str
    how: str
    of_agents: bool = False

    @property
    def behind(self) -> tuple[str, str]:
        """Those with at least one number."""
        with_one = f"({self.of}) AND len({self.each}) > 0"
        return with_one, with_one


NO_ORDERS = "No orders are on record yet: import them (docs/contacts.md)."

MEASURES: tuple[Measure, ...] = (
    Share(
        "strict",
        "Deflection, strict",
        "share",
        "deflection",
        "The visitor said that the last answer helped, or the last flow was completed; of decided episodes.",
        fits="confirmed",
        of="decided",
    ),
    Share(
        "standard",
        "Deflection, standard",
        "share",
        "deflection",
        "Confirmed, or assumed (answered, nothing negative followed, then silence); of decided episodes.",
        fits="deflected",
        of="decided",
    ),
    Share(
        "durable",
        "Deflection, durable",
        "share",
        "deflection",
        "Standard, without another contact of the same visitor on any channel within {come_back:g} days; "
        "of decided episodes older than that.",
        fits="durable",
        of="mature",
    ),
    Share(
        "come_backs",
        "Came back",
        "share",
        "deflection",
        "Deflected (standard), and the visitor made contact again within {come_back:g} days on any channel: "
        "what the durable rate takes away. Of deflected episodes older than that.",
        fits="came_back",
        of="mature AND deflected",
    ),
    Share(
        "containment",
        "Containment",
        "share",
        "deflection",
        "Episodes without a person, of decided episodes.",
        fits="NOT handed_off",
        of="decided",
    ),
    Share(
        "escalation_rate",
        "Escalation rate",
        "share",
        "people",
        "Episodes handed off, of decided episodes.",
        fits="handed_off",
        of="decided",
    ),
    Share(
        "transfers",
        "Transfers",
        "share",
        "people",
        "Episodes passed on to another agent or department, of episodes handed off.",
        fits="transferred",
        of="handed_off",
    ),
    Share(
        "second_level",
        "To second level",
        "share",
        "people",
        "Episodes passed to a supervisor, of episodes handed off.",
        fits="second_level",
        of="handed_off",
    ),
    Share(
        "resolution_rate",
        "Resolution rate",
        "share",
        "deflection",
        "Confirmed, assumed, or handed off and closed as resolved; of decided episodes.",
        fits="resolved",
        of="decided",
    ),
    Share(
        "first_contact_resolution",
        "First contact resolution",
        "share",
        "deflection",
        "Resolved, and the visitor didn't come back within {come_back:g} days; of decided episodes older "
        "than that. Reported elsewhere: chat 88 %, phone 92 %, e-mail 63 %; average 66 %.",
        fits="resolved AND NOT came_back",
        of="mature",
    ),
    Share(
        "first_response_in_time",
        "First response within the goal",
        "share",
        "time",
        "Episodes whose first reply by a person came within {goal:g} seconds of the request, "
        "of those with one.",
        fits="first_replies[1].seconds <= $goal",
        of="counted AND len(first_replies) > 0",
    ),
    Spans(
        "first_response_time",
        "First response by a person",
        "seconds",
        "time",
        "The median time from a visitor's request for a person to the person's first reply.",
        of="counted",
        each="first_replies",
        how="median",
        of_agents=True,
    ),
    Spans(
        "time_to_accept",
        "Wait until an agent accepts",
        "seconds",
        "time",
        "The median wait in the queue of those who were accepted.",
        of="counted",
        each="accepted_waits",
        how="median",
        of_agents=True,
    ),
    Spans(
        "bot_response_time",
        "First line's own response",
        "seconds",
        "time",
        "The median time from a visitor's message to the bot's reply.",
        of="counted",
        each="bot_replies",
        how="median",
    ),
    Spans(
        "average_handle_time",
        "Average handle time",
        "seconds",
        "time",
        "The mean time from an agent's accepting to closing, returning or passing on, of finished chats.",
        of="counted",
        each="handlings",
        how="avg",
        of_agents=True,
    ),
    Share(
        "queue_abandonment",
        "Queue abandonment",
        "share",
        "people",
        "Episodes in which a wait ended without a person (left, or ran out), of those that waited.",
        fits="waits_left > 0",
        of="counted AND waits > 0",
    ),
    Total(
        "visitor_initiated",
        "Started by visitors",
        "count",
        "volume",
        "Episodes that no invitation started; each opens with the pages seen before.",
        of="counted",
    ),
    Total(
        "cases",
        "Cases",
        "count",
        "volume",
        "Matters of one visitor: contacts on any channel less than {case_gap:g} days apart count as one. "
        "Counted where their first contact was an episode of this period.",
        of="counted AND begins_case",
    ),
    Share(
        "short_sessions",
        "Short sessions with a person",
        "share",
        "volume",
        "Chats with a person with at most {short:g} messages by the visitor (small requests creeping in), "
        "of all chats with a person.",
        fits="person_messages <= $short",
        of="human_chat",
    ),
    Total(
        "offline_requests",
        "Messages left while closed",
        "count",
        "volume",
        "Messages that visitors left without having waited: nobody was at the desk.",
        of="counted AND left_while_closed > 0",
        each="left_while_closed",
    ),
    Total(
        "invited",
        "Started by an invitation",
        "count",
        "invitations",
        "Episodes that an invitation started; they are in no rate.",
        of="invited",
    ),
    Share(
        "conversion_rate",
        "Conversion rate of chats",
        "share",
        "sales",
        "Chats followed by an order of the visitor within {conversion:g} hours, of all chats; an order "
        "counts for the last contact before it. Quotes are counted apart.",
        fits="converted",
        of="counted AND orders_known",
        missing=NO_ORDERS,
    ),
    Share(
        "quote_rate",
        "Chats that led to a quote",
        "share",
        "sales",
        "Chats followed by a quote within {conversion:g} hours, of all chats.",
        fits="coalesce(quotes, 0) > 0",
        of="counted AND orders_known",
        missing=NO_ORDERS,
    ),
    Mean(
        "average_order_value",
        "Average order of a chat",
        "dollars",
        "sales",
        "Order value of converting chats / converting chats.",
        of="counted AND orders_known AND converted",
        each="order_value",
        missing=NO_ORDERS,
    ),
    Mean(
        "value_of_chat_visitor",
        "Value of a chat visitor",
        "dollars",
        "sales",
        "Conversion rate x average order value: what a chat brings on average.",
        of="counted AND orders_known",
        each="coalesce(order_value, 0)",
        missing=NO_ORDERS,
    ),
    Share(
        "invitation_sales",
        "Invitations that led to a sale",
        "share",
        "invitations",
        "Episodes that an invitation started and that an agent closed as a sale or an order followed within "
        "{conversion:g} hours, of all episodes that an invitation started.",
        fits="sold OR converted",
        of="invited",
    ),
    Total(
        "value_of_happy_chats",
        "Value of successful chats",
        "dollars",
        "surveys",
        "Happy chats (rated 4 or 5) x {happy:g} dollars, the amount you set.",
        of="counted AND csat >= 4",
        each="$happy",
    ),
    Share(
        "wrong_answers",
        "Answers said to be wrong",
        "share",
        "deflection",
        "Episodes in which the visitor said that an answer did not help, of those with an answer.",
        fits="wrong_answer",
        of="counted AND len(articles) > 0",
    ),
    Mean(
        "csat",
        "Satisfaction (CSAT)",
        "score",
        "surveys",
        "The mean of the visitors' ratings, 1 to 5.",
        of="counted AND csat IS NOT NULL",
        each="csat",
    ),
    Share(
        "happy_chats",
        "Share of happy chats",
        "share",
        "surveys",
        "Ratings of 4 and 5, of all ratings.",
        fits="csat >= 4",
        of="counted AND csat IS NOT NULL",
    ),
    Mean(
        "nps",
        "Recommendation (NPS)",
        "score",
        "surveys",
        "Share of 9 and 10 less share of 0 to 6, in points from -100 to 100 (F. Reichheld, 2003).",
        of="counted AND nps IS NOT NULL",
        each="CASE WHEN nps >= 9 THEN 100 WHEN nps <= 6 THEN -100 ELSE 0 END",
    ),
)

BY_KEY = {measure.key: measure for measure in MEASURES}
