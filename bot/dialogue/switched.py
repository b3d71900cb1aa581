"""The bot with its switches: what is off isn't asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from anyio import to_thread

from bot.conversation.replies import Reply
from bot.conversation.turns import Dialogue
from bot.dialogue.reading import Searches
from bot.errors import DialogueSwitchedOff
from bot.nlu.model import Vector
from bot.switches.model import Switches
from bot.triage.reasons import ANSWER
from kb.search import SearchDecision, SearchResult


@dataclass(frozen=True)
class SwitchedDialogue:
    """The dialogue, which says nothing while the bot as a whole is off."""

    dialogue: Dialogue
    switches: Callable[[], Switches]

    async def send(self, sender_id: str, text: str, metadata: Mapping[str, Any]) -> list[Reply]:
        """Say something in the visitor's name and get the replies.

        Raises:
            DialogueSwitchedOff: the bot is off.
            DialogueUnavailable: it does not answer.
        """
        if not (await to_thread.run_sync(self.switches)).bot:
            raise DialogueSwitchedOff("the bot is switched off")
        return await self.dialogue.send(sender_id, text, metadata)

    async def replies_after(self, sender_id: str, message_seq: int) -> list[Reply] | None:
        """What was replied to this message already, also while the bot is off."""
        return await self.dialogue.replies_after(sender_id, message_seq)


@dataclass(frozen=True)
class SwitchedSearch:
    """The knowledge base, which knows nothing while answers are off."""

    knowledge: Searches
    switches: Callable[[], Switches]

    def search(self, text: str, *, vector: Vector | None = None, limit: int = 5) -> SearchResult:
        """What the published articles say."""
        if ANSWER in self.switches().off:
            return SearchResult(SearchDecision.ABSTAIN, ())
        return self.knowledge.search(text, vector=vector, limit=limit)
