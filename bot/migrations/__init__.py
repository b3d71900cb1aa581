"""The database's shape, brought up to date by Alembic."""

from pathlib import Path

from bot.errors import SettingsError
from kb.database import Database


def upgrade(db: Database) -> None:
    """Bring the database to the newest shape; costs little when it is there already.

    Raises:
        SettingsError: a newer or another product made this database.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with db.engine.connect() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise SettingsError(
                "This database was made by a newer version of Firstline, or by something else "
                f"({error}). Update Firstline, or choose another database."
            ) from error
        connection.commit()
