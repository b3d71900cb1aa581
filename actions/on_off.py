"""Whether something is wanted or no longer wanted, in the words of who asks. Pure."""

import re

ON, OFF = "on", "off"

_NEGATED = r"(?:don['’]?t|do not|does not|doesn['’]?t|no longer|not|never|without)"
_OFF = re.compile(
    r"\b(?:cancel\w*|stop\w*|end|ended|terminat\w*|quit|disable|deactivat\w*|off|unsubscrib\w*|unsub|remove|spam"
    r"|opt(?:ing)?[ -]?out|get rid|take (?:me|us|my \w+) (?:off|out)|take me|no more|too many|leave|out of)\b"
    rf"|\b{_NEGATED}\s+(?:\w+\s+){{0,2}}?(?:renew|extend|continue|want|need|send|get|receive|like|use|mail|e-?mail)\b",
    re.IGNORECASE,
)
_ON = re.compile(
    r"\b(?:subscrib\w+|sign\w*(?: \w+)? (?:up|on)|join|(?:turn|switch|put)\w*(?: \w+){0,3} on|resume"
    r"|reactivat\w*|opt(?:ing)?[ -]?in|add (?:me|my|us)|keep|extend|continue"
    r"|renew (?:my|the|our|plus|it|membership|subscription|larkwood)|(?:want|like|love|get|receive) "
    r"(?:to (?:get|receive|hear)|your|(?:the )?news\w*|updates|e-?mails?|it))\b|\bon\b(?=\W*$)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\W*(?:when|why|what|is|does|did|how (?:often|long|much))\b|\bwhether\b|\b(?:see|check|know) if\b",
    re.IGNORECASE,
)


def on_or_off(text: str) -> str | None:
    """`on` or `off` as the words ask for it, stopping before beginning; None where they don't say."""
    if _ASKS.search(text):
        return None
    if _OFF.search(text):
        return OFF
    return ON if _ON.search(text) else None
