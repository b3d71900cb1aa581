"""Rasa's launcher: what it changes about Rasa, and that a conversation survives Rasa's death."""

import json
import subprocess
from pathlib import Path

import pytest

from bot.errors import DialogueUnavailable
from tests.rasa.world import RASA, ROOT, World, build_world, running_rasa, text_of

COMPARE = """
import json, sys
sys.path.insert(0, sys.argv[1])
from bot.dialogue import lean
lean.skip_machine_learning()
from rasa.core.actions.action import RemoteAction
from jsonschema import ValidationError

def verdict(result):
    try:
        return RemoteAction("a", None)._validate_action_result(result)
    except ValidationError as error:
        return list(error.absolute_path)[:1] or str(error.validator)

results = json.loads(sys.argv[2])
before = [verdict(result) for result in results]
lean.validate_action_results_once()
print(json.dumps([before, [verdict(result) for result in results], "tensorflow" in sys.modules]))
"""
GOOD = [
    {},
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "timestamp": None, "name": "a", "value": {"b": [1]}}]},
    {"responses": [{"text": "hi", "custom": {"buttons": []}}]},
]
BAD = [
    [],
    "text",
    None,
    {"events": "none"},
    {"events": [{}]},
    {"events": [{"event": "slot", "timestamp": "noon"}]},
    {"events": [{"event": "no_such_event"}]},
    {"events": [{"event": "slot", "value": 1}]},
    {"responses": [1]},
    {"responses": {"text": "hi"}},
]


def test_the_validator_that_is_built_once_refuses_the_same_results_and_takes_the_same() -> None:
    command = [str(RASA), "-W", "ignore", "-c", COMPARE, str(ROOT), json.dumps(GOOD + BAD)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    before, after, with_tensorflow = json.loads(done.stdout.strip().splitlines()[-1])
    assert before == after
    assert after[: len(GOOD)] == [True] * len(GOOD)
    assert True not in after[len(GOOD) :]
    assert not with_tensorflow


def test_domain_and_rules_fit_together_without_a_warning() -> None:
    command = [str(RASA), "-W", "ignore", str(ROOT / "bot/dialogue/train.py"), "--validate"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.parametrize("missing", ["FIRSTLINE_RASA_SECRET", "FIRSTLINE_PRIVATE_URL"])
def test_the_launcher_says_what_is_not_set(missing: str) -> None:
    given = {"FIRSTLINE_RASA_SECRET": "x", "FIRSTLINE_PRIVATE_URL": "http://127.0.0.1:1"}
    del given[missing]
    command = [str(RASA), str(ROOT / "bot/dialogue/launcher.py")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=given)
    assert done.returncode != 0
    assert missing in done.stderr


def test_the_launcher_says_that_nothing_was_trained(tmp_path: Path) -> None:
    env = {"FIRSTLINE_RASA_SECRET": "x", "FIRSTLINE_PRIVATE_URL": "http://127.0.0.1:1"}
    command = [str(RASA), str(ROOT / "bot/dialogue/launcher.py"), "--model", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=env)
    assert done.returncode != 0
    assert "no trained dialogue" in done.stderr


async def test_a_flow_goes_on_after_rasa_was_killed_even_as_rasa_runs_it_by_itself(
    tmp_path: Path, model: Path
) -> None:
    world: World = build_world(tmp_path)
    world.start_private_app()
    try:
        chat = world.chat()
        with running_rasa(world, model) as process:
            await chat.say("i moved, new adress is 5 elm st, portland")
            lean = resident_megabytes(process.pid)
            process.kill()
            process.wait(20)
            with pytest.raises(DialogueUnavailable):
                await chat.say("hello?")
            async with world.client() as client:
                assert not await client.ready()
        assert lean < 400
        with running_rasa(world, model, "--unpatched"):
            async with world.client() as client:
                sender = chat.conversation.sender_id
                assert await client.replies_after(sender, 1) is not None
                assert await client.replies_after(sender, 3) is None
            replies = await chat.say("ada@elsewhere.example")
            assert "6-digit code" in text_of(replies)
    finally:
        world.stop_private_app()
        world.db.close()


def resident_megabytes(pid: int) -> int:
    """Memory of a process and its children that is in use."""
    parents = {int(p.parent.name): _parent(p) for p in Path("/proc").glob("[0-9]*/stat")}
    family = {pid} | {child for child, parent in parents.items() if parent == pid}
    pages = sum(int(Path(f"/proc/{member}/statm").read_text().split()[1]) for member in family)
    return pages * 4096 // 2**20


def _parent(stat: Path) -> int:
    try:
        return int(stat.read_text().rsplit(")", 1)[1].split()[1])
    except (OSError, IndexError):
        return 0
