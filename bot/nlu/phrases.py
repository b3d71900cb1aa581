"""Training phrases, in Rasa's own format, from `data/nlu/*.yml`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import yaml

from bot.errors import InvalidInput
from bot.nlu.model import ACTS, TONE_PREFIX
from kb.yaml_files import read_yaml

# Rasa's marks for entities, [10045](order_number) or [10045]{"entity": "order_number"}: the words stay.
_ENTITY_MARK = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


@dataclass(frozen=True)
class Phrases:
    """Phrases by intent. An intent is a dialogue act, a tone (`tone_` prefix) or else a reason."""

    by_intent: Mapping[str, tuple[str, ...]]

    @property
    def intents(self) -> tuple[str, ...]:
        """All acts and reasons, without the tones."""
        return tuple(intent for intent in self.by_intent if not intent.startswith(TONE_PREFIX))

    @property
    def reasons(self) -> tuple[str, ...]:
        """The intents that are reasons to write."""
        return tuple(intent for intent in self.intents if intent not in ACTS)

    def tone(self, name: str) -> tuple[str, ...]:
        """The phrases of one tone, such as "angry"."""
        return self.by_intent.get(TONE_PREFIX + name, ())


def phrases_of(pairs: Iterable[tuple[str, Iterable[str]]]) -> Phrases:
    """Phrases from (intent, texts) pairs; the same intent may come several times, repeats are dropped."""
    by_intent: dict[str, dict[str, None]] = {}
    for intent, texts in pairs:
        kept = by_intent.setdefault(intent, {})
        kept.update((text.strip(), None) for text in texts if text.strip())
    return Phrases(MappingProxyType({intent: tuple(texts) for intent, texts in by_intent.items()}))


def load_phrases(folder: Path) -> Phrases:
    """Read all `*.yml` files of a folder, in the order of their names.

    Raises:
        InvalidInput: there is no phrase, or a file can't be used; the sentence names file and intent.
    """
    pairs = [pair for path in sorted(folder.glob("*.yml")) for pair in _read(path)]
    if not pairs:
        raise InvalidInput(f"{folder}: there are no training phrases (*.yml)")
    return phrases_of(pairs)


def _read(path: Path) -> list[tuple[str, list[str]]]:
    try:
        content = read_yaml(path)
    except (OSError, yaml.YAMLError) as error:
        raise InvalidInput(f"{path.name} can't be read: {error}") from error
    rows = content.get("nlu") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        raise InvalidInput(f"{path.name}: a list under “nlu:” is expected")
    return [_intent(row, f"{path.name}, entry {number}") for number, row in enumerate(rows, start=1)]


def _intent(row: object, place: str) -> tuple[str, list[str]]:
    if not isinstance(row, dict) or not isinstance(row.get("intent"), str):
        raise InvalidInput(f"{place}: “intent:” is missing", field="intent")
    intent, examples = row["intent"], row.get("examples")
    if not isinstance(examples, str):
        raise InvalidInput(
            f"{place} ({intent}): “examples: |” with lines “- text” is expected", field="examples"
        )
    texts = []
    for line in examples.splitlines():
        if not line.strip():
            continue
        dash, _, text = line.strip().partition(" ")
        if dash != "-":
            raise InvalidInput(
                f"{place} ({intent}): “{line.strip()}” doesn't begin with “- ”", field="examples"
            )
        texts.append(_ENTITY_MARK.sub(r"\1", text))
    return intent, texts
