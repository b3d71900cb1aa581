"""The adapter for shops on WooCommerce (REST API v3); why this one is in docs/decisions/0019."""
