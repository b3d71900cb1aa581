"""What the dialogue can do: one module per skill, the same name as in domain/ and data/rules/."""

from actions.registry import all_actions

__all__ = ["all_actions"]
