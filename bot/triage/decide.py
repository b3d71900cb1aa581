"""The decision itself: guards first, then what the message is, then the policy's table. Pure."""

from dataclasses import replace

from bot.nlu.model import AFFIRM, DENY, GOODBYE, INFORM, THANK
from bot.triage.facts import Facts
from bot.triage.matter import Kind, Matter, matter_of
from bot.triage.model import Decision, HandoffReason, Level, Route, Signals
from bot.triage.policy import Cell, Policy
from bot.triage.reasons import ANSWER, PERSON, Reason, Reasons
from bot.triage.scores import PRIORS, contributions, level_of, moved

SELF_SERVICE_FIRST = "self_service_first"
CLARIFY = "clarify"
_BELONGS_TO_A_FLOW = frozenset({INFORM, AFFIRM, DENY})
_FAREWELLS = frozenset({THANK, GOODBYE})

Verdict = tuple[Route, str, HandoffReason | None, str]
"""Route, skill, why a person (if one), and the sentence that says so."""


def decide(facts: Facts, signals: Signals, reasons: Reasons, policy: Policy) -> Decision:
    """Decide where a message goes.

    Total and deterministic: the same facts give the same decision, and no message is without one. More value,
    anger, failure or asking never makes a person harder to reach.
    """
    matter = matter_of(facts, signals, reasons, policy)
    told, signals = signals, _without_other_failures(matter, facts, signals, policy)
    moves = contributions(facts, signals, policy)
    value_moves = [move.value for move in moves]
    complexity_moves = [move.complexity for move in moves]
    value_score = moved(matter.value, value_moves)
    complexity_score = moved(matter.complexity, complexity_moves)
    value, complexity = level_of(value_score), level_of(complexity_score)

    def by_table(reason: Reason) -> Route:
        its_value = level_of(moved(PRIORS[reason.value], value_moves))
        its_complexity = level_of(moved(PRIORS[reason.complexity], complexity_moves))
        return _table_route(reason, its_value, its_complexity, signals, policy)

    verdict = _guard(matter, facts, signals, told, policy)
    if verdict is None and matter.kind is Kind.ASKS_PERSON:
        verdict = _request_for_a_person(value, complexity, signals)
    if verdict is None and matter.kind is Kind.ACT:
        verdict = _act(matter, signals)
    if verdict is None and _continues_flow(matter, signals):
        verdict = _running_flow(signals)
    if verdict is None and matter.kind is Kind.UNSURE:
        routes = [(reason, by_table(reason), probability) for reason, probability in matter.candidates]
        verdict = _unsure(routes, signals, policy)
    if verdict is None and matter.kind is Kind.UNKNOWN:
        verdict = _unknown()
    if verdict is None:
        verdict = _by_table(matter.reason, value, complexity, signals, policy)

    route, skill, handoff_reason, sentence = verdict
    return Decision(
        reason=matter.reason.key,
        value=value,
        complexity=complexity,
        value_score=value_score,
        complexity_score=complexity_score,
        route=route,
        confidence=round(matter.confidence, 4),
        because=(matter.sentence, *(move.sentence() for move in moves), sentence),
        department=matter.reason.department,
        skill=skill,
        handoff_reason=handoff_reason,
        policy_version=policy.version,
    )


def _without_other_failures(matter: Matter, facts: Facts, signals: Signals, policy: Policy) -> Signals:
    """The signals as they bear on this matter.

    What failed in one matter says nothing about another one that is clearly recognised and that the bot
    settles by itself, until it has failed too often in all.
    """
    failed = signals.failed_self_service
    if not failed or failed >= policy.failures_in_all:
        return signals
    if matter.kind is not Kind.REASON or matter.reason.skill == PERSON:
        return signals
    may_be_the_same = dict(facts.reasons).get(signals.prior_reason or "", 0.0) >= policy.plausible
    if may_be_the_same or matter.reason.key == signals.prior_reason:
        return signals
    return replace(signals, failed_self_service=0, clarified=0)


def _guard(matter: Matter, facts: Facts, signals: Signals, told: Signals, policy: Policy) -> Verdict | None:
    """What no table can switch off; `told` are the signals with the failures in other matters too."""
    tone = facts.tone
    failed = signals.failed_self_service
    in_all = told.failed_self_service
    leaving = matter.kind is Kind.ACT and matter.act in _FAREWELLS
    if matter.kind is Kind.ASKS_PERSON and signals.times_asked_for_person >= 1:
        return _person(HandoffReason.VISITOR_REQUEST, "Has asked for a person before: connected now.")
    if matter.kind is Kind.REASON and matter.reason.always_person:
        return _person(HandoffReason.POLICY, f"“{matter.reason.title}” always goes to a person.")
    if tone.threat >= policy.threat_limit and not leaving:
        return _person(HandoffReason.NEGATIVE_TONE, "A threat always goes to a person.")
    if leaving:
        return None
    if matter.kind is Kind.ACT:
        # A yes, a no or a stop answers what the bot said; it asks for nothing that could fail once more.
        limit = None
    elif matter.kind is Kind.UNKNOWN:
        # It may be another matter: the articles are asked, and a person is offered if they don't know.
        limit = policy.failures_in_all
    else:
        limit = policy.failures_limit
    if limit is not None and failed >= limit:
        return _person(
            HandoffReason.FLOW_FAILED, f"Self-service has failed {failed} times: a person takes over."
        )
    if in_all and tone.anger >= policy.anger_limit:
        return _person(
            HandoffReason.NEGATIVE_TONE, "Angry after self-service has failed: a person takes over."
        )
    if signals.bot_turns >= policy.turn_limit:
        return _person(
            HandoffReason.BOT_FAILURE,
            f"{signals.bot_turns} turns of the bot have not settled it: a person takes over.",
        )
    return None


def _request_for_a_person(value: Level, complexity: Level, signals: Signals) -> Verdict:
    if Level.HIGH in (value, complexity):
        what = "value" if value is Level.HIGH else "complexity"
        return _person(
            HandoffReason.VISITOR_REQUEST, f"The conversation is of high {what}: connected at once."
        )
    if signals.failed_self_service:
        return _person(HandoffReason.VISITOR_REQUEST, "Self-service has been tried: connected at once.")
    return (
        Route.ANSWER,
        SELF_SERVICE_FIRST,
        None,
        "First request: self-service is offered once, a person the next time.",
    )


def _act(matter: Matter, signals: Signals) -> Verdict:
    act = matter.act or ""
    if act in _BELONGS_TO_A_FLOW and signals.active_flow:
        return _running_flow(signals)
    if act == INFORM:
        return _ask_back(signals, "It isn't said what the details are for")
    return Route.ANSWER, act, None, "The bot replies in kind."


def _continues_flow(matter: Matter, signals: Signals) -> bool:
    """While a flow runs, only a clear other wish interrupts it."""
    if not signals.active_flow:
        return False
    return matter.reason.skill == signals.active_flow or matter.kind is Kind.UNKNOWN


def _running_flow(signals: Signals) -> Verdict:
    flow = signals.active_flow or ""
    return Route.FLOW, flow, None, f"Belongs to “{_spoken(flow)}”, which is under way."


def _unsure(routes: list[tuple[Reason, Route, float]], signals: Signals, policy: Policy) -> Verdict:
    """Act only where all plausible reasons lead to the same; else offer a person or ask back.

    `routes`: the plausible reasons, where the table sends each, and their probabilities.
    """
    first, route, _ = routes[0]
    together = sum(probability for _, _, probability in routes)
    same = all(r is route and (r.reach or reason.skill == first.skill) for reason, r, _ in routes)
    if same and together >= policy.sure:
        if route.reach:
            return route, PERSON, HandoffReason.POLICY, "All of these go to a person."
        return route, first.skill, None, "All of these are settled the same way."
    if sum(p for _, r, p in routes if r.reach) >= policy.person_share * together:
        return _leads_to_person(Route.OFFER_HUMAN, "It may well need a person: one is offered.")
    if signals.active_flow:
        return _running_flow(signals)
    return _ask_back(signals, "Too unsure to start anything")


def _unknown() -> Verdict:
    return Route.ANSWER, ANSWER, None, "The knowledge base is asked, in case it knows."


def _ask_back(signals: Signals, why: str) -> Verdict:
    if signals.clarified:
        return _leads_to_person(
            Route.OFFER_HUMAN, f"{why}, and the bot has asked back before: a person is offered."
        )
    return Route.CLARIFY, CLARIFY, None, f"{why}: the bot asks back."


def _by_table(reason: Reason, value: Level, complexity: Level, signals: Signals, policy: Policy) -> Verdict:
    route = _table_route(reason, value, complexity, signals, policy)
    levels = f"{value.capitalize()} value, {complexity} complexity"
    if route is Route.HANDOFF:
        return route, PERSON, _why_person(value, complexity), f"{levels}: a person takes over at once."
    if route is Route.OFFER_HUMAN:
        return route, PERSON, _why_person(value, complexity, signals), f"{levels}: a person is offered."
    if reason.is_flow:
        return route, reason.skill, None, f"{levels}: the bot settles it with “{_spoken(reason.skill)}”."
    return route, reason.skill, None, f"{levels}: the knowledge base answers, if it knows."


def _table_route(reason: Reason, value: Level, complexity: Level, signals: Signals, policy: Policy) -> Route:
    cell = policy.table[value, complexity]
    if cell is Cell.HANDOFF:
        return Route.HANDOFF
    gathered = cell is Cell.GATHER_THEN_OFFER and (signals.facts_gathered or signals.failed_self_service)
    if cell is Cell.OFFER or gathered or reason.skill == PERSON:
        return Route.OFFER_HUMAN
    return Route.FLOW if reason.is_flow else Route.ANSWER


def _why_person(value: Level, complexity: Level, signals: Signals | None = None) -> HandoffReason:
    if complexity is Level.HIGH:
        return HandoffReason.HIGH_COMPLEXITY
    if value is Level.HIGH:
        return HandoffReason.HIGH_VALUE
    if signals is not None and signals.failed_self_service:
        return HandoffReason.FLOW_FAILED
    return HandoffReason.POLICY


def _person(reason: HandoffReason, sentence: str) -> Verdict:
    return Route.HANDOFF, PERSON, reason, sentence


def _leads_to_person(route: Route, sentence: str) -> Verdict:
    return route, PERSON, HandoffReason.LOW_CONFIDENCE, sentence


def _spoken(name: str) -> str:
    return name.replace("_", " ")
