"""What holds for every test."""

import os

from hypothesis import settings

# A red run is due to what changed: the same code meets the same examples. `make fuzz` draws new ones.
settings.register_profile("repeatable", derandomize=True)
settings.register_profile("fresh", print_blob=True)
settings.load_profile(os.environ.get("FIRSTLINE_EXAMPLES", "repeatable"))
