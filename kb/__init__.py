"""The knowledge base: articles and their life, search and calibrated risk. It knows nothing of `bot`."""
