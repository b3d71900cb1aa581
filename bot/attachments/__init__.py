"""Files that visitors and agents send each other."""
