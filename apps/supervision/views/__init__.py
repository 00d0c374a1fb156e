"""Pages of the regulator's room."""
