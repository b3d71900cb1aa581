"""What a shop's rules say no to: a code for the flow, words for the visitor."""

from dataclasses import dataclass
from enum import StrEnum

from bot.errors import Refused


class RefusalCode(StrEnum):
    """Why the shop doesn't do it. Flows decide by these, so an adapter maps its shop's reasons to them."""

    ALREADY_PACKED = "already_packed"
    ALREADY_SHIPPED = "already_shipped"
    ALREADY_DELIVERED = "already_delivered"
    ALREADY_CANCELLED = "already_cancelled"
    ALREADY_RETURNED = "already_returned"
    ALREADY_ON_ITS_WAY = "already_on_its_way"
    NOT_DELIVERED_YET = "not_delivered_yet"
    NOT_INVOICED_YET = "not_invoiced_yet"
    TOO_LATE = "too_late"
    AMOUNT_ABOVE_LIMIT = "amount_above_limit"
    NOT_RETURNABLE = "not_returnable"
    NOTHING_LEFT = "nothing_left"
    METHOD_NOT_OFFERED = "method_not_offered"
    OTHER_COUNTRY = "other_country"
    EMAIL_TAKEN = "email_taken"
    NO_MEMBERSHIP = "no_membership"
    OPEN_ORDERS = "open_orders"
    NEEDS_A_PERSON = "needs_a_person"
    NOT_SUPPORTED = "not_supported"


@dataclass(frozen=True)
class Refusal:
    """A no by the shop's rules; `words` is a sentence for the visitor."""

    code: RefusalCode
    words: str

    def error(self) -> Refused:
        """The same as an error, for a call that was refused."""
        return Refused(self.words, code=self.code.value)


def not_supported(what: str) -> Refused:
    """The error of an adapter whose shop system can't do it; `what` ends "This shop's system can't ..."."""
    words = f"This shop's system can't {what} from here."
    return Refusal(RefusalCode.NOT_SUPPORTED, words).error()
