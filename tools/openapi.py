"""Write to docs/api/ what the API, the contract for shops and the analysis look like."""

import json
import sys
from typing import Any

from bot.backoffice.remote.contract import contract
from bot.ledger.shapes import schema
from bot.settings import PROJECT_ROOT
from bot.web.app import create_app


def main() -> int:
    """Write all three."""
    # Describing the routes needs none of the parts that serve them.
    _write("openapi.json", create_app(None).openapi())  # type: ignore[arg-type]
    _write("shop.openapi.json", contract())
    _write("analysis.schema.json", schema())
    return 0


def _write(name: str, description: dict[str, Any]) -> None:
    text = json.dumps(description, indent=1, sort_keys=True) + "\n"
    (PROJECT_ROOT / "docs" / "api" / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
