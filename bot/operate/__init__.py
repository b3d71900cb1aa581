"""Running an installation: serving, supervising, examining."""
