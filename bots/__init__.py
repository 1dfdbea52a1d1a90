"""Every way in, and the joinery."""
