"""Settings, all from the environment: `base` shared, then `demo` (development), `test`, `prod`."""
