"""A shop's systems over HTTP: what they have to answer is in docs/api/shop.openapi.json."""
