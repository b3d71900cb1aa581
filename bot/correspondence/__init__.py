"""Mail in both directions: what goes out carries its way back, and an answer joins its conversation."""
