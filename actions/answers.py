"""Answers as they are shown and kept: the card, its event, several of one message, the reactions to them."""

from collections.abc import Mapping, Sequence
from typing import Any

from actions.buttons import and_then, browse, did_it_help, rephrase, talk_to_person
from actions.shipping_times import times_to
from actions.skill import LATER, SkillAction, later_in
from actions.turn import OFFER, REACTION, Outcome, Turn
from actions.unanswered import answer_missing, unanswered
from bot.conversation.model import Happening
from bot.conversation.replies import Reply


def card(hit: Mapping[str, Any], *, again: bool = False) -> Reply:
    """An article as an answer: what its tables say to the question first; `again` leaves out the rest."""
    payload = {
        "kind": "answer",
        "article_id": hit["article_id"],
        "title": hit["title"],
        "url": hit["url"],
        "passage": hit.get("passage") or "",
    }
    fact = hit.get("fact") or ""
    if not fact and hit.get("not_listed"):
        fact = f"{' and '.join(hit['not_listed'])}: I can't find that in our list."
    said = [fact] if fact and again else [fact, hit["answer"]]
    return Reply("\n\n".join(text for text in said if text), payload=payload)


def answer_shown(seq: int, hit: Mapping[str, Any]) -> Happening:
    """That an article was shown for message `seq`; each article once a message."""
    data = {
        "seq": seq,
        "article_id": hit["article_id"],
        "article_version": hit["version"],
        "score": hit["score"],
        "risk": hit["risk"],
    }
    return Happening("answer_shown", data, key=("answer_shown", seq, hit["article_id"]))


def answer_several(action: SkillAction, turn: Turn) -> Outcome:
    """A card for each question in the order asked, then what is not known, one "did that help?" for all."""
    shown: list[Reply] = []
    events: list[Happening] = []
    about: dict[str, Any] = {}
    entries: Sequence[Mapping[str, Any]] = turn.facts["several"]
    for entry in entries:
        if "hit" in entry:
            article_id = entry["hit"]["article_id"]
            before = list(about.get("articles", ()))
            shown.append(card(entry["hit"], again=article_id in before))
            events.append(answer_shown(turn.seq, entry["hit"]))
            known = [*(one for one in before if one != article_id), article_id]
            about = {"about": "answer", "article_id": article_id, "articles": known, "seq": turn.seq}
        elif "flow" in entry:
            shown.append(times_to(action.services.shop, entry["country"]))
            events += _flow_done(turn.seq, entry["flow"])
            known = about.get("articles", [])
            about = {"about": "flow", "flow": entry["flow"], "articles": known, "seq": turn.seq}
        else:
            events.append(answer_missing(turn.seq))
    open_ = unanswered(turn)
    with action.services.conversations.changing(turn.conversation_id, turn.at) as change:
        for event in events:
            change.record(event)
        later = later_in(turn, change.conversation)
        if not turn.step:
            change.merge("slots", {LATER: later or None})
    replies = (*shown, *(Reply(text) for text, _ in open_))
    choices = tuple(button for _, buttons in open_ for button in buttons)
    if turn.step:
        # The running flow asks on; a way to what is open would lead out of it.
        return Outcome(replies, slots={"last_help": about} if about else {})
    ways = (*choices, talk_to_person(), rephrase()) if open_ else ()
    if not about:
        return Outcome((*replies[:-1], Reply(replies[-1].text, (*ways, browse()))), awaiting=OFFER)
    buttons = (*did_it_help(**about), *and_then(later), *ways)
    question = "Did that help?" if len(shown) == 1 else "Did these help?"
    if later:
        question += f" Next would be “{later[0]['title']}”."
    asked = Reply(question, buttons, {"kind": "did_it_help"})
    return Outcome((*replies, asked), awaiting=REACTION, slots={"last_help": about})


def _flow_done(seq: int, flow: str) -> list[Happening]:
    return [
        Happening(type_, {"flow": flow}, key=(type_, seq, flow))
        for type_ in ("flow_started", "flow_completed")
    ]


def reactions(turn: Turn, polarity: str) -> list[Happening]:
    """The events of a reaction: to what the button carries, else to what was shown last.

    A yes to several answers is a yes to each of them, the last one last. A no blames none in particular.
    """
    last = turn.slots.get("last_help") or {}
    about = turn.picked if turn.picked.get("about") else last
    data = {
        "seq": int(about.get("seq", turn.seq)),
        "polarity": polarity,
        "about": about.get("about", "answer"),
        "article_id": about.get("article_id"),
        "flow": about.get("flow"),
    }
    articles = list(about.get("articles") or ())
    if polarity == "negative" and len(articles) + (data["flow"] is not None) > 1:
        data |= {"about": "answer", "article_id": None, "flow": None}
    said = [data]
    if polarity == "positive":
        others = [one for one in articles if one != data["article_id"]]
        said = [*({**data, "about": "answer", "article_id": one, "flow": None} for one in others), data]
    return [
        Happening(
            "reaction",
            {key: value for key, value in one.items() if value is not None},
            key=("reaction", turn.seq, one["article_id"] or one["flow"] or ""),
        )
        for one in said
    ]
