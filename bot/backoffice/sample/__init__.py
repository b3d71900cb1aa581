"""The embedded sample shop: an adapter of the port that keeps everything in Firstline's own database."""
