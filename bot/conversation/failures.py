"""What is said when the bot can't answer."""

from enum import StrEnum

from bot.conversation.replies import Button, Reply


class Failure(StrEnum):
    """Which part failed, as the ledger names it."""

    RASA = "rasa"
    TIMEOUT = "timeout"
    SWITCHED_OFF = "switched_off"


_FAILED = (
    "I'm sorry, I can't answer right now. The problem is on our side, and your message is safe. "
    "Would you like to talk to a person? You can also just try again in a moment."
)
_SWITCHED_OFF = (
    "I'm taking a break, so I can't answer right now. Your message is safe, and a person can help you."
)


def failure_replies(failure: Failure) -> list[Reply]:
    """Why there is no answer, and two ways on that don't need the bot."""
    return [
        Reply(
            _SWITCHED_OFF if failure is Failure.SWITCHED_OFF else _FAILED,
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
