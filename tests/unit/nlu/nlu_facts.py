"""An encoder without a model: words as directions. Enough to test the machinery, not the meaning."""

import zlib
from collections.abc import Sequence

import numpy as np

from bot.nlu.model import Vector
from bot.nlu.phrases import Phrases, phrases_of


class WordEncoder:
    """Texts with the same words are alike; `asked` counts how many texts were encoded."""

    name = "words"

    def __init__(self) -> None:
        self.asked = 0

    def encode(self, texts: Sequence[str]) -> Vector:
        self.asked += len(texts)
        rows = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split() or ["nothing"]:
                row += np.random.default_rng(zlib.crc32(word.strip(".,!?").encode())).normal(size=64)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def small_phrases(**more: list[str]) -> Phrases:
    pairs = {
        "greet": ["hi", "hello", "good morning"],
        "thank": ["thanks", "thank you"],
        "ask_person": ["talk to a human", "real person please", "human agent"],
        "order_status": ["where is my order", "track my parcel", "has my order shipped"],
        "shipping_cost": ["what does shipping cost", "price of delivery", "is delivery free"],
        **more,
    }
    return phrases_of(pairs.items())
