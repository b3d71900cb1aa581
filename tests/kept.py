"""Where tests keep what takes long and is the same for all: the exported model, vectors, weights."""

from bot.settings import PROJECT_ROOT

CACHE = PROJECT_ROOT / "var" / "cache"
"""The product's own: what `make run` made here is not made again."""
