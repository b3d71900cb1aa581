"""Changing the address in an account: a code by e-mail shows who it is, then what is missing, then done."""

from collections.abc import Mapping
from typing import Any

from actions.address_steps import ADDRESS, ADDRESS_STEPS, address_of, one_line, whole_address
from actions.flow import FlowEnd, FlowForm
from actions.steps import Confirmed, Slots, Taken
from actions.turn import Outcome, Turn
from bot.errors import InvalidInput, NotFound


class SaveIt(Confirmed):
    """Shows the address once more before it is saved."""

    yes, no = "Yes, save it", "No, change it"
    unclear = "Please say yes if the address is right, or no to change it."

    def summary(self, turn: Turn, slots: Slots) -> str:
        """The address in a line."""
        line = one_line(address_of(slots), self.services.shop)
        return f"Here's your new address:\n\n**{line}**\n\nShall I save it?"

    def denied(self, turn: Turn, slots: Slots) -> Taken:
        """All of it is asked for again."""
        return Taken(dict.fromkeys(ADDRESS))

    def corrected(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """Another address, typed instead of a yes."""
        found = whole_address(turn, self.services.shop)
        return {**dict.fromkeys(ADDRESS), **found} if found else {}


class AddressChangeForm(FlowForm):
    """Gathers and confirms."""

    flow = "address_change"
    subject = "your address"
    needs = "verified"
    opening = "I can change the address of your account."
    own_steps = (*ADDRESS_STEPS, SaveIt)


class AddressChange(FlowEnd):
    """Changes the address in the shop."""

    form = AddressChangeForm

    def finish(self, turn: Turn) -> Outcome:
        """Change it, and say honestly what came of it."""
        address = address_of(turn.slots)
        try:
            customer_id, key = self.customer_id(turn), turn.key("address_change")
            self.services.shop.change_address(customer_id, address, turn.at, key=key)
        except (InvalidInput, NotFound) as error:
            return self.gave_up(turn, f"I couldn't save that address: {error}", cause="refused")
        return self.completed(
            turn,
            f"Done! The address of your account is now **{one_line(address, self.services.shop)}**. A "
            "confirmation is in your mailbox. Orders that you've already placed still go to the address they "
            "were placed with.",
        )
