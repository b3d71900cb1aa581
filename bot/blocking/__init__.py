"""Keeping abusers out: visitors and network addresses, until a day, seen and undone by the staff."""
