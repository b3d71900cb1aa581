"""Questions of a message that have no answer: said honestly, each in its own words, and kept."""

from actions.buttons import of_option
from actions.turn import Turn
from bot.conversation.model import Happening
from bot.conversation.replies import Button


def answer_missing(seq: int) -> Happening:
    """That message `seq`, or a question of it, has no answer."""
    return Happening("answer_missing", {"seq": seq}, key=("answer_missing", seq))


def unanswered(turn: Turn) -> list[tuple[str, tuple[Button, ...]]]:
    """What is said about each question of several that has no answer, with what it may have meant."""
    said: list[tuple[str, tuple[Button, ...]]] = []
    for entry in turn.facts.get("several") or ():
        options = entry.get("options")
        if options:
            text = f"About “{entry['question']}” I'm not sure which of these you mean; pick one below."
            said.append((text, tuple(of_option(option) for option in options)))
        elif "hit" not in entry and "flow" not in entry:
            text = f"About “{entry['question']}” I don't have a reliable answer, and I'd rather not guess."
            said.append((text, ()))
    return said
