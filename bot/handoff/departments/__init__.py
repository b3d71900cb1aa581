"""Departments: when they are open, how their chats are given out, and where a wait goes on."""
