"""What contacts cost by channel, from which day on."""
