"""Handing a conversation to a person: the queue, the desk, the packet, left messages."""
