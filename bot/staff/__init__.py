"""Who works here: accounts, roles, sessions and one-time links."""
