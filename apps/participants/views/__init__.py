"""The pages of the hierarchy, of clients that move, and of the regulator's orders."""
