"""Understanding one message: what it does, why it was written, what it names and how it sounds.

`understander.Understander` is the door; it is not imported here, since scikit-learn takes its time.
"""

from bot.nlu.model import ACTS, ASK_PERSON, Encoder, Entity, Tone, Understanding
from bot.nlu.phrases import Phrases, load_phrases

__all__ = ["ACTS", "ASK_PERSON", "Encoder", "Entity", "Phrases", "Tone", "Understanding", "load_phrases"]
