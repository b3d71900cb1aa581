"""The words of an alert's mail. Pure."""

from bot.alerts.rules import Notice, What
from bot.backoffice.letters import Letter

_BEGINS = {
    What.RAISED: "Something is out of the ordinary.",
    What.STILL: "This has been so for a day or more, and still is.",
    What.CLEARED: "This is over.",
}


def letter_of(notice: Notice, page: str) -> Letter:
    """The mail that tells of a notice; `page` is where its figures are."""
    since = f"{notice.since:%Y-%m-%d %H:%M} UTC"
    lines = [_BEGINS[notice.what], "", notice.because, f"Since {since}.", "", f"The figures: {page}", ""]
    lines.append("An admin decides in Firstline, under Alerts, who gets this mail and when.")
    return Letter(f"Firstline: {notice.title}", "\n".join(lines))
