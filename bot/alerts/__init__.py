"""Alerts: what is out of the ordinary now, told once, by e-mail and by a signed webhook."""
