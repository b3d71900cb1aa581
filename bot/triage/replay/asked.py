"""The policy that a replay asks about: a preset, or what an admin would make of one. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from bot.errors import InvalidInput
from bot.triage.editing import as_cells, checked, default_limits, policy_of
from bot.triage.policy import Policy
from bot.triage.presets import PRESETS


def policy_asked(
    preset: str, cells: Mapping[str, str] | None, limits: Mapping[str, int] | None, base: Policy
) -> Policy:
    """The policy, checked as one that is to be put in force.

    Args:
        preset: the preset's key.
        cells: the nine cells, by "value.complexity"; None for the preset's own.
        limits: the limits that differ from the default's.
        base: what a policy takes over that no admin can set.

    Raises:
        InvalidInput: such a policy could not be put in force; `field` names what is wrong.
    """
    if preset not in PRESETS:
        raise InvalidInput(f"The preset is one of {', '.join(PRESETS)}.", field="preset")
    own = as_cells(PRESETS[preset].table)
    draft = checked(preset, own if cells is None else cells, limits or {})
    changed = as_cells(draft.table) != own or dict(draft.limits) != default_limits()
    return replace(policy_of(draft, 0, base), version=f"{preset}, changed" if changed else preset)
