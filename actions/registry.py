"""All actions."""

from rasa_sdk import Action

from actions import (
    address_change,
    fallback,
    feedback,
    flow,
    greeting,
    knowledge,
    order_status,
    password_reset,
    person,
    shipping_times,
    smalltalk,
)
from actions.services import Services
from actions.skill import SkillAction

SKILLS: tuple[type[SkillAction], ...] = (
    greeting.Greet,
    smalltalk.SmallTalk,
    knowledge.Answer,
    knowledge.Helped,
    knowledge.NotHelped,
    knowledge.Rephrase,
    knowledge.BrowseHelp,
    person.SelfServiceFirst,
    person.OfferPerson,
    person.Handoff,
    person.DeclineOffer,
    person.LeaveMessage,
    feedback.Feedback,
    flow.Stop,
    flow.SwitchFlow,
    address_change.AddressChangeForm,
    address_change.AddressChange,
    order_status.OrderStatusForm,
    order_status.TellOrderStatus,
    password_reset.PasswordResetForm,
    password_reset.PasswordReset,
    shipping_times.ShippingTimesForm,
    shipping_times.TellShippingTimes,
    fallback.Unclear,
    fallback.NothingMore,
    fallback.BotFailure,
)


def all_actions(services: Services) -> list[Action]:
    """One of each."""
    return [skill(services) for skill in SKILLS]
