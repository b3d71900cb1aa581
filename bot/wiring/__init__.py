"""How the parts are put together, room by room; nothing is built before it is asked for."""
