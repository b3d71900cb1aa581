"""How far something long has come, told to whoever wants to show it."""

from typing import Protocol


class Progress(Protocol):
    """Is told of every step that was done."""

    def __call__(self, step: str, done: int, total: int | None) -> None:
        """`done` of `total` things of this step are done; `total` is None while nobody knows."""


def silent(step: str, done: int, total: int | None) -> None:
    """Shows nothing."""
