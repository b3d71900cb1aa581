"""Conversations: their messages, their episodes, and who owns them."""
