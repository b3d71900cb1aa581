"""What texts mean to the scripted understanding, and what the scripted knowledge base answers."""

from bot.nlu.model import ASK_PERSON

MEANINGS: dict[str, str] = {
    "hello": "greet",
    "thanks": "thank",
    "bye": "goodbye",
    "are you a bot?": "ask_bot",
    "yes": "affirm",
    "no": "deny",
    "cancel": "stop",
    "what do you mean": "confused",
    "this is useless": "smalltalk",
    "who won the world cup": "out_of_scope",
    "no that's all": "deny",
    "how do i return a sofa": "return_policy",
    "can i talk to a human": ASK_PERSON,
    "human please": ASK_PERSON,
    "can i return a sofa?": "return_policy",
    "what is the warranty?": "warranty_terms",
    "how long does shipping take?": "shipping_times",
    "how long does shipping to canada take?": "shipping_times",
    "how long does shipping to mexico take?": "shipping_times",
    "what is the warranty on frames?": "warranty_terms",
    "how much does the warranty on frames cost?": "warranty_terms",
    "where is my order?": "order_status",
    "where is my order #10045?": "order_status",
    "i moved": "address_change",
    "cancel my order": "cancel_order",
    "i want to change my order": "change_order",
    "i want to send something back": "return_request",
    "where is my refund?": "refund_status",
    "i need an invoice": "invoice_copy",
    "i moved, new adress is 5 elm st, portland": "address_change",
    "can't log in, forgot my pw": "password_reset",
    "your courier smashed my mirror, i call my lawyer": "legal_threat",
    "i need 40 desks for our office": "bulk_order",
}
HITS = {
    "return-policy": ("Returns", "You can return anything within 30 days."),
    "warranty": ("Warranty", "Two years on everything, five on frames."),
    "swatches": ("Fabric swatches", "We send up to five swatches for free."),
    "fabric-care": ("Fabric care", "Vacuum it weekly."),
}
ANSWERS = {
    "how do i return a sofa": ("answer", ["return-policy"]),
    "can i return a sofa?": ("answer", ["return-policy"]),
    "what is the warranty?": ("answer", ["warranty"]),
    "what is the warranty on frames?": ("answer", ["warranty"]),
    "how much is the warranty on frames?": ("answer", ["fabric-care"]),
    "do you send fabric samples?": ("answer", ["swatches"]),
    "tell me about fabric": ("clarify", ["swatches", "fabric-care"]),
}
