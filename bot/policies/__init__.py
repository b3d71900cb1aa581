"""The policies that were saved, and the one in force."""
