"""What we change about Rasa 3.6.21 while it runs: less memory, faster starts and turns, no texts in logs.

Runs on Python 3.10 in Rasa's own environment. Each function is one change with its reason, and does nothing
until the launcher calls it.
"""

from __future__ import annotations

import logging
import sys
import types
from typing import Any

# What Rasa's log lines may carry of a visitor's words, by the name of the field.
TEXT_FIELDS = frozenset(
    {
        "text",
        "response_text",
        "parse_data_text",
        "parse_data_entities",
        "slot_values",
        "slot_candidates",
        "prefilled_slots",
        "tracker_latest_message",
        "rasa_events",
        "prediction_events",
        "user_message",
        "message",
    }
)


def skip_machine_learning() -> None:
    """Keep TensorFlow and the NLU components out of the process.

    The dialogue is rules and forms and understanding happens in our own process, yet importing any policy
    imports all components: 350 MB and most of the start time. Must be called before Rasa is imported.
    """
    _stand_in("rasa.utils.tensorflow.callback", RasaTrainingLogger=object, RasaModelCheckpoint=object)
    _stand_in("rasa.utils.tensorflow.data_generator", RasaBatchDataGenerator=object)
    _stand_in("rasa.engine.recipes.default_components", DEFAULT_COMPONENTS=[])
    from rasa.core.policies.rule_policy import RulePolicy

    sys.modules["rasa.engine.recipes.default_components"].DEFAULT_COMPONENTS.append(RulePolicy)
    _stand_in_for_recipe_validator()


def _stand_in_for_recipe_validator() -> None:
    """A trained model names this class, which is used in training only and imports every NLU component.

    What it would check of rules and domain, `train.py --validate` checks.
    """
    from rasa.engine.graph import GraphComponent

    class DefaultV1RecipeValidator(GraphComponent):
        @classmethod
        def create(cls, *_: Any, **__: Any) -> DefaultV1RecipeValidator:
            return cls()

        def validate(self, importer: Any) -> Any:
            return importer

    name = "rasa.graph_components.validators.default_recipe_validator"
    DefaultV1RecipeValidator.__module__ = name
    _stand_in(name, DefaultV1RecipeValidator=DefaultV1RecipeValidator)


def _stand_in(name: str, **content: Any) -> None:
    module = types.ModuleType(name)
    module.__dict__.update(content)
    sys.modules[name] = module


def validate_action_results_once() -> None:
    """Build the validator of action results once, and ask it only where a look doesn't suffice.

    `jsonschema.validate` checks the schema itself at each call, which took 70 % of Rasa's CPU per turn.
    """
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction

    schema = RemoteAction.action_response_format_spec()
    validator_class = validator_for(schema)
    validator_class.check_schema(schema)
    validator = validator_class(schema)

    def validate(_self: Any, result: dict[str, Any]) -> bool:
        if not _plainly_good(result):
            validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate


def _plainly_good(result: Any) -> bool:
    """Whether a result looks like nearly all of them: dictionaries as responses, set slots as events."""
    if not isinstance(result, dict):
        return False
    events, responses = result.get("events"), result.get("responses")
    return (
        isinstance(events, list)
        and isinstance(responses, list)
        and all(isinstance(response, dict) for response in responses)
        and all(
            isinstance(event, dict)
            and event.get("event") == "slot"
            and isinstance(event.get("name"), str)
            and "value" in event
            and event.get("timestamp") is None
            and event.get("metadata") is None
            for event in events
        )
    )


def remember_trackers(endpoints: Any) -> None:
    """Keep the latest conversations in memory beside the table: see `trackers.RememberedTrackers`."""
    from bot.dialogue import trackers

    endpoints.tracker_store.type = f"{trackers.__name__}.{trackers.RememberedTrackers.__name__}"


def keep_connections() -> None:
    """One HTTP session per endpoint instead of a new connection for every action."""
    from rasa.utils.endpoints import EndpointConfig

    open_session = EndpointConfig.session

    class Kept:
        def __init__(self, session: Any) -> None:
            self.session = session

        async def __aenter__(self) -> Any:
            return self.session

        async def __aexit__(self, *_: Any) -> None:
            return None

    def session(self: Any) -> Kept:
        kept = getattr(self, "_firstline_session", None)
        if kept is None or kept.closed:
            kept = open_session(self)
            self._firstline_session = kept
        return Kept(kept)

    EndpointConfig.session = session


def use_wal_in_sqlite() -> None:
    """Write-ahead logging for the tracker's SQLite file: a commit costs one write, readers don't wait."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    @event.listens_for(Engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        if type(connection).__module__ != "sqlite3":
            return
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA busy_timeout=10000")
        cursor.close()


def be_quiet() -> None:
    """Log warnings and errors only, and never what a person typed.

    Rasa logs a message's text when it can't be parsed, and its tracebacks carry local variables.
    """
    import structlog
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings(logging.WARNING)
    configure_structlog(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.processors.add_log_level,
            without_texts,
            structlog.processors.JSONRenderer(),
        ],
        # Rasa writes several lines a message that nobody asked for: they end here.
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        cache_logger_on_first_use=True,
    )
    for name in ("matplotlib", "apscheduler", "sanic", "aiohttp"):
        logging.getLogger(name).setLevel(logging.WARNING)


def without_texts(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """The log line without the fields that may hold a visitor's words."""
    kept = {key: value for key, value in event.items() if key not in TEXT_FIELDS | {"exc_info"}}
    error = sys.exc_info()[0]
    return {**kept, "error": error.__name__} if error is not None else kept


def redis_lock_store(url: str) -> Any:
    """Rasa's lock store in Redis, for more than one Rasa server."""
    from urllib.parse import urlsplit

    from rasa.utils.endpoints import EndpointConfig

    parts = urlsplit(url)
    return EndpointConfig(
        url=parts.hostname or "127.0.0.1",
        type="redis",
        port=parts.port or 6379,
        db=int(parts.path.strip("/") or 1),
        password=parts.password,
        use_ssl=parts.scheme == "rediss",
        key_prefix="firstline",
    )
