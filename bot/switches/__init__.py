"""What the bot may do right now: the bot as a whole, each of its skills, and a notice to visitors."""
