"""Two opinions on one question: the search's and the contact reason's. Pure.

The search compares a question with articles; the understanding compares it with what visitors wrote for a
reason, and a reason names the articles that settle it. Where both point to the same article, they are wrong
together less often than either alone.
"""

from dataclasses import replace

from bot.nlu.model import OUT_OF_SCOPE, Understanding
from bot.triage.reasons import PERSON, Reasons
from kb.search import SearchDecision, SearchResult


def agreed(
    found: SearchResult, understanding: Understanding, reasons: Reasons, answer_risk: float
) -> SearchResult:
    """What the search found, turned into an answer where the reason's article makes it sure enough.

    The two are learned from different texts, so their errors are taken as independent: the risk of showing an
    article on which they agree is the product of both risks. It must not exceed `answer_risk`, the bound
    that the search keeps by itself. Where the message reads as none of the shop's matters, an article of such
    a matter is doubted the same way. Anything else stays as the search decided.
    """
    if found.decision is not SearchDecision.ABSTAIN and understanding.act == OUT_OF_SCOPE:
        return _doubted(found, understanding.act_confidence, reasons, answer_risk)
    if found.decision is SearchDecision.ANSWER or not understanding.reasons:
        return found
    key, probability = understanding.reasons[0]
    reason = reasons.named(key)
    if reason.skill == PERSON:
        return found
    for hit in found.hits:
        if hit.article_id in reason.articles:
            risk = hit.risk * (1.0 - probability)
            if risk > answer_risk:
                return found
            others = tuple(other for other in found.hits if other is not hit)
            return SearchResult(SearchDecision.ANSWER, (replace(hit, risk=risk), *others))
    return found


def _doubted(found: SearchResult, doubt: float, reasons: Reasons, answer_risk: float) -> SearchResult:
    """Right only where the search is right and the doubt wrong; articles without a reason aren't judged."""
    known = {article for reason in reasons.values() for article in reason.articles}
    best = found.hits[0]
    if best.article_id not in known or 1.0 - (1.0 - best.risk) * (1.0 - doubt) <= answer_risk:
        return found
    return SearchResult(SearchDecision.ABSTAIN, found.hits)
