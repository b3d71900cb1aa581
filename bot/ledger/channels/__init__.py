"""What the ledger learns from elsewhere: contacts on other channels, orders, carts, and whose they are."""
