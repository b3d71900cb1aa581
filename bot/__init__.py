"""Firstline: what answers, triages, hands off and counts."""
