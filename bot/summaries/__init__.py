"""The weekly summary by e-mail: the report's figures, to those of the staff who want it."""
