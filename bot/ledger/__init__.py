"""The ledger: append-only events, and the outcomes, indicators and money that follow from them."""
