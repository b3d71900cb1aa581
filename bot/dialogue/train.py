"""Trains the dialogue from config.yml, domain/ and data/rules, and checks them together with data/stories.

.venv-rasa/bin/python bot/dialogue/train.py              trains into models/ unless nothing changed
.venv-rasa/bin/python bot/dialogue/train.py --validate   rules, stories and domain fit, or says what doesn't
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = ("config.yml", "domain", "data/rules", "bot/dialogue/train.py")
NOT_OURS = (
    # Said by Rasa about every domain that has slots.
    "Slot auto-fill has been removed",
    # Rasa's own fallback says it, no rule does.
    "The utterance 'utter_default' is not used",
)


def main() -> None:
    """Train or validate, as the arguments say."""
    parser = argparse.ArgumentParser(description="Train the dialogue.")
    parser.add_argument("--models", default=str(ROOT / "models"))
    parser.add_argument("--force", action="store_true", help="train even if nothing changed")
    parser.add_argument("--validate", action="store_true", help="check only")
    arguments = parser.parse_args()
    os.chdir(ROOT)
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    sys.path.insert(0, str(ROOT))
    if arguments.validate:
        sys.exit(0 if validate() else 1)
    print(train(Path(arguments.models), force=arguments.force))  # noqa: T201


def fingerprint() -> str:
    """A digest of everything that the trained dialogue depends on."""
    digest = hashlib.sha256()
    for source in SOURCES:
        path = ROOT / source
        files = [path] if path.is_file() else sorted(path.rglob("*.yml"))
        for file in files:
            digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def train(models: Path, *, force: bool = False) -> Path:
    """The trained model of the present sources; trains only if there is none yet."""
    model = models / f"dialogue-{fingerprint()}.tar.gz"
    if model.exists() and not force:
        return model
    from bot.dialogue import lean

    lean.be_quiet()
    from rasa.model_training import train_core

    models.mkdir(parents=True, exist_ok=True)
    trained = train_core("domain", "config.yml", "data/rules", str(models), fixed_model_name=model.name)
    if trained is None:
        sys.exit("The dialogue could not be trained.")
    for old in models.glob("dialogue-*.tar.gz"):
        if old != model:
            old.unlink()
    return model


def validate() -> bool:
    """Whether domain and rules fit together: no unknown actions, slots or forms, no conflicts, no warnings.

    Rasa's check of intents against its own training phrases is left out: understanding isn't Rasa's here,
    and tests/unit/dialogue holds the intents to the domain instead.
    """
    from bot.dialogue import lean

    lean.skip_machine_learning()
    lean.be_quiet()
    from rasa.shared.importers.rasa import RasaFileImporter
    from rasa.validator import Validator

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        importer = RasaFileImporter("config.yml", "domain", ["data/rules", "data/stories"])
        validator = Validator.from_importer(importer)
        sound = all(
            [
                validator.verify_domain_validity(),
                validator.verify_actions_in_stories_rules(),
                validator.verify_forms_in_stories_rules(),
                validator.verify_form_slots(),
                validator.verify_slot_mappings(),
                validator.verify_utterances_in_stories(),
                validator.verify_story_structure(ignore_warnings=False),
            ]
        )
    said = [str(warning.message) for warning in caught if issubclass(warning.category, UserWarning)]
    ours = [message for message in said if not message.startswith(NOT_OURS)]
    for message in ours:
        print(message, file=sys.stderr)  # noqa: T201
    return sound and not ours


if __name__ == "__main__":
    main()
