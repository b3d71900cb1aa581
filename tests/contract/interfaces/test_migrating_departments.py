"""An installation from before departments were rows keeps its people, sessions and who serves what."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from bot import migrations
from kb.database import Database


def test_the_department_of_a_colleague_becomes_a_row_and_their_duty(tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path / 'old.db'}")
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with db.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0013")
        for statement in (
            "INSERT INTO staff (id, name, email, role, department, active, created_at) VALUES "
            "('s1', 'Sam', 'sam@b.example', 'agent', 'orders', 1, '2026-01-01 00:00:00')",
            "INSERT INTO staff_sessions (token_hash, staff_id, created_at, expires_at) VALUES "
            "('t', 's1', '2026-01-01 00:00:00', '2027-01-01 00:00:00')",
            "INSERT INTO presence (agent_id, status, last_seen) VALUES "
            "('s1', 'online', '2026-01-02 00:00:00')",
        ):
            connection.execute(text(statement))
        connection.commit()
    migrations.upgrade(db)
    with db.read() as connection:
        sam = connection.execute(text("SELECT departments, skills, capacity FROM staff")).one()
        sessions = connection.execute(text("SELECT count(*) FROM staff_sessions")).scalar_one()
        active = connection.execute(text("SELECT last_active FROM presence")).scalar_one()
        keys = {row.key for row in connection.execute(text("SELECT key FROM departments"))}
    db.close()
    assert tuple(sam) == ('["orders"]', "[]", 3)
    assert sessions == 1
    assert str(active).startswith("2026-01-02")
    assert keys == {"billing", "orders", "sales", "support", "technical", "trust"}
