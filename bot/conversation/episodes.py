"""When a new episode begins."""

from datetime import datetime, timedelta

from bot.conversation.machine import State
from bot.conversation.model import Conversation

DEFAULT_SILENCE = timedelta(hours=24)


def begins_new_episode(conversation: Conversation, at: datetime, silence: timedelta) -> bool:
    """Whether a message at `at` begins another episode: after a closing, or after `silence`.

    Silence counts from the last word of visitor, bot or agent in the chat. An episode that has not begun
    (nothing said yet) can't end.
    """
    if conversation.episode_started_at is None:
        return False
    if conversation.state is State.CLOSED:
        return True
    last = conversation.last_activity_at or conversation.episode_started_at
    return at - last >= silence
