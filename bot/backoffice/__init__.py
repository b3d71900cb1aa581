"""The shop's own systems behind one port: customers, orders, shipping, mail, and proof of identity."""
