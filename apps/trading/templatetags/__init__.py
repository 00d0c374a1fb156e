"""Words of the secondary market in templates."""
