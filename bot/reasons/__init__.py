"""Why visitors write, as the admins have it: what ships in `data/`, and what was changed since."""
