"""What is said when the bot can't answer."""

from enum import StrEnum

from bot.conversation.replies import Button, Reply


class Failure(StrEnum):
    """Which part failed, as the ledger names it."""

    RASA = "rasa"
    TIMEOUT = "timeout"


def failure_replies() -> list[Reply]:
    """An apology, and two ways on that don't need the bot."""
    return [
        Reply(
            "I'm sorry, I can't answer right now. The problem is on our side, and your message is safe. "
            "Would you like to talk to a person? You can also just try again in a moment.",
            buttons=(
                Button("failure-person", "Talk to a person", intent="handoff"),
                Button("failure-message", "Leave a message", intent="leave_message"),
            ),
        )
    ]


def leave_message_replies() -> list[Reply]:
    """The card on which a message can be left."""
    return [
        Reply("Write it down here and a person will answer by e-mail.", payload={"kind": "leave_message"})
    ]
