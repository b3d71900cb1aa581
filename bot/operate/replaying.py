"""`firstline replay`: which policy is asked about, and what came of it for a terminal."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.errors import InvalidInput
from bot.ledger.render import in_days, in_unit
from bot.triage.policy import Policy
from bot.triage.presets import BALANCED, PRESETS
from bot.triage.replay.asked import policy_asked
from kb.yaml_files import read_yaml

_Row = Mapping[str, Any]


class PolicyFile(BaseModel):
    """What a policy file says; each of the three may be left out."""

    model_config = ConfigDict(extra="forbid", strict=True)

    preset: str = BALANCED
    cells: dict[str, str] | None = None
    limits: dict[str, int] = {}


def policy_named(preset_or_file: str | None, in_force: Policy) -> Policy:
    """The policy of a preset, or of a YAML or JSON file with `preset`, `cells` and `limits`.

    Args:
        preset_or_file: a preset's key, or a path; without one it is the policy in force.
        in_force: where what no file can set comes from.

    Raises:
        InvalidInput: there is no such preset or file, or it can't be used; names what is wrong.
    """
    if preset_or_file is None:
        return in_force
    if preset_or_file in PRESETS:
        return policy_asked(preset_or_file, None, None, in_force)
    path = Path(preset_or_file)
    if not path.is_file():
        raise InvalidInput(f"{path}: neither a preset ({', '.join(PRESETS)}) nor a file.", field="policy")
    try:
        said = PolicyFile.model_validate(read_yaml(path))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidInput(f"{path.name} can't be read: {error}", field="policy") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "the file"
        raise InvalidInput(f"{path.name}: {name}: {first['msg']}", field="policy") from error
    return policy_asked(said.preset, said.cells, said.limits, in_force)


def render(result: _Row, zone: ZoneInfo) -> RenderableType:
    """A replay, version 1, as something a rich console prints; its days by the zone's clocks."""
    period, episodes = result["period"], result["episodes"]
    heading = Text(f"Policy {result['policy_version']}", style="bold")
    heading.append(f", {in_days(period, zone)}\n", "not bold")
    heading.append(f"{result['headline']}\n", "not bold")
    decided = f"{episodes['replayable']:,} of {episodes['decided']:,} decided episodes could be decided again"
    heading.append(f"{decided}; {episodes['differing']:,} could have ended otherwise.\n", "not bold dim")
    measured = Padding(_measured(result["measured"]), (1, 0, 0, 0))
    return Group(heading, _figures(result["figures"]), measured, _assumed(result))


def _figures(rows: Sequence[_Row]) -> Table:
    table = _table("", "what happened", "simulated", "with this policy", "95 %", "difference")
    for row in rows:
        unit, replayed, simulated = row["unit"], row["replayed"], row["simulated"]
        interval = replayed and replayed["interval"]
        table.add_row(
            row["title"],
            _value(row["happened"], unit),
            _value(simulated["value"], unit) if simulated else "",
            _value(replayed["value"] if replayed else None, unit),
            " – ".join(_value(end, unit) for end in interval) if interval else "",
            row["difference"] or "can't be told",
        )
    return table


def _measured(rows: Sequence[_Row]) -> Table:
    table = _table("Measured on record", "", "of")
    for row in rows:
        sample = "" if row["unit"] == "count" else f"{row['sample']:,}"
        table.add_row(row["name"], _value(row["value"], row["unit"]), sample)
    return table


def _assumed(result: _Row) -> RenderableType:
    lines = [Text(f"Assumed ({result['runs']} runs)", style="dim")]
    lines += [Text(f"- {one}", style="dim") for one in result["assumptions"]]
    return Padding(Group(*lines), (1, 0, 0, 0))


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for number, name in enumerate(columns):
        table.add_column(name, justify="left" if number in (0, 5) else "right", header_style="dim")
    return table


def _value(value: float | None, unit: str) -> str:
    return "–" if value is None else in_unit(value, unit)
