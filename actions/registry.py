"""All actions."""

from rasa_sdk import Action

from actions import (
    account_details,
    address_change,
    cancel_order,
    change_order,
    delete_account,
    fallback,
    feedback,
    flow,
    greeting,
    invoice_copy,
    knowledge,
    newsletter,
    opening_hours,
    order_status,
    password_reset,
    person,
    refund_status,
    shipping_times,
    smalltalk,
    start_return,
    subscription_renewal,
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
    account_details.AccountDetailsForm,
    account_details.AccountDetails,
    address_change.AddressChangeForm,
    address_change.AddressChange,
    newsletter.NewsletterForm,
    newsletter.Newsletter,
    opening_hours.OpeningHoursForm,
    opening_hours.TellOpeningHours,
    order_status.OrderStatusForm,
    order_status.TellOrderStatus,
    password_reset.PasswordResetForm,
    password_reset.PasswordReset,
    cancel_order.CancelOrderForm,
    cancel_order.CancelOrder,
    change_order.ChangeOrderForm,
    change_order.ChangeOrder,
    delete_account.DeleteAccountForm,
    delete_account.DeleteAccount,
    invoice_copy.InvoiceCopyForm,
    invoice_copy.SendInvoiceCopy,
    refund_status.RefundStatusForm,
    refund_status.TellRefundStatus,
    shipping_times.ShippingTimesForm,
    shipping_times.TellShippingTimes,
    start_return.StartReturnForm,
    start_return.StartReturn,
    subscription_renewal.SubscriptionRenewalForm,
    subscription_renewal.SubscriptionRenewal,
    fallback.Unclear,
    fallback.NothingMore,
    fallback.BotFailure,
)


def all_actions(services: Services) -> list[Action]:
    """One of each."""
    return [skill(services) for skill in SKILLS]
