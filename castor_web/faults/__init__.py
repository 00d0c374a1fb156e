"""A market under fire: `make faults`. docs/faults.md says what is done to it and what must hold."""
