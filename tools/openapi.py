"""Write the API's description, as the app gives it, to docs/api/openapi.json."""

import json
import sys

from bot.settings import PROJECT_ROOT
from bot.web.app import create_app


def main() -> int:
    """Write it."""
    # Describing the routes needs none of the parts that serve them.
    description = create_app(None).openapi()  # type: ignore[arg-type]
    path = PROJECT_ROOT / "docs" / "api" / "openapi.json"
    path.write_text(json.dumps(description, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
