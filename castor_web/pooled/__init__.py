"""Django's PostgreSQL backend, its connections used again by later requests."""
