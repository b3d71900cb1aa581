"""Write a migration for what has changed in the tables: tools/migration.py "what it does"."""

import sys
import tempfile

from alembic import command
from alembic.config import Config

from bot import migrations
from bot.settings import PROJECT_ROOT
from kb.database import Database


def main() -> int:
    """Compare the newest shape with the tables as they are declared."""
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite:///{folder}/empty.db")
        migrations.upgrade(db)
        config = Config()
        config.set_main_option("script_location", str(PROJECT_ROOT / "bot" / "migrations"))
        with db.engine.connect() as connection:
            config.attributes["connection"] = connection
            versions = PROJECT_ROOT / "bot" / "migrations" / "versions"
            number = f"{len(list(versions.glob('[0-9]*.py'))) + 1:04d}"
            command.revision(config, message=sys.argv[1], autogenerate=True, rev_id=number)
        db.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
