"""The pages of the figures in force, and of what is announced to change."""
