"""A desk that the company already has: visitors are handed over to it, and its agents' words come back."""
