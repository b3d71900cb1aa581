"""Starts Rasa in its own Python (3.10), privately, quietly and without what a dialogue by rules never needs.

    .venv-rasa/bin/python bot/dialogue/launcher.py --model models/

Everything comes from the environment: FIRSTLINE_RASA_PORT, FIRSTLINE_RASA_SECRET, FIRSTLINE_PRIVATE_URL,
FIRSTLINE_TRACKER_DB (an SQLAlchemy URL) and, where several Rasa servers share the work, FIRSTLINE_REDIS_URL.
`--unpatched` leaves out what makes it faster, for the benchmark; the secret is asked for either way.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
NEEDED = ("FIRSTLINE_RASA_SECRET", "FIRSTLINE_PRIVATE_URL")


def main() -> None:
    """Serve the trained dialogue on loopback until stopped."""
    arguments = _arguments()
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing:
        sys.exit(f"Not set: {', '.join(missing)}.")
    models = Path(arguments.model)
    if not (models.is_file() or any(models.glob("*.tar.gz"))):
        sys.exit(f"There is no trained dialogue in {models}: run bot/dialogue/train.py first.")
    tracker_db = os.environ.get("FIRSTLINE_TRACKER_DB") or f"sqlite:///{ROOT / 'var' / 'rasa.db'}"
    # The rest of Firstline speaks to PostgreSQL through psycopg 3, Rasa through psycopg2.
    os.environ["FIRSTLINE_TRACKER_DB"] = tracker_db.replace("postgresql+psycopg://", "postgresql://")
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    if not arguments.unpatched:
        from bot.dialogue import lean

        lean.skip_machine_learning()
    _serve(arguments)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Start Rasa for Firstline.")
    parser.add_argument("--model", default=str(ROOT / "models"), help="trained model, or a folder of them")
    parser.add_argument("--endpoints", default=str(ROOT / "endpoints.yml"))
    parser.add_argument("--credentials", default=str(ROOT / "credentials.yml"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("FIRSTLINE_RASA_PORT", "8002")))
    parser.add_argument("--unpatched", action="store_true", help="as `rasa run` does it")
    return parser.parse_args()


def _serve(arguments: argparse.Namespace) -> None:
    import rasa.core.run
    from rasa.core.utils import AvailableEndpoints

    from bot.dialogue import lean
    from bot.dialogue.channel import require_secret

    lean.be_quiet()
    lean.use_wal_in_sqlite()
    endpoints = AvailableEndpoints.read_endpoints(arguments.endpoints)
    if not arguments.unpatched:
        _make_it_lean(endpoints)

    build = rasa.core.run.configure_app

    def configure(*args: Any, **kwargs: Any) -> Any:
        app = build(*args, **kwargs)
        require_secret(app, os.environ["FIRSTLINE_RASA_SECRET"])
        app.register_listener(_stop_without_dialogue, "after_server_start")
        return app

    rasa.core.run.configure_app = configure
    if os.environ.get("FIRSTLINE_REDIS_URL"):
        endpoints.lock_store = lean.redis_lock_store(os.environ["FIRSTLINE_REDIS_URL"])
    rasa.core.run.serve_application(
        arguments.model,
        credentials=arguments.credentials,
        interface="127.0.0.1",
        port=arguments.port,
        enable_api=False,
        endpoints=endpoints,
    )


def _make_it_lean(endpoints: Any) -> None:
    from bot.dialogue import lean, prediction

    lean.validate_action_results_once()
    lean.keep_connections()
    lean.remember_trackers(endpoints)
    prediction.run_graphs_directly()
    prediction.match_rules_quickly()
    prediction.find_event_types_once()
    prediction.send_actions_the_turn_only()


async def _stop_without_dialogue(app: Any, _loop: Any) -> None:
    """Rasa would serve on without a model, and answer nothing."""
    if not app.ctx.agent.is_ready():
        logging.getLogger(__name__).error("The trained dialogue could not be loaded.")
        os._exit(1)


if __name__ == "__main__":
    main()
