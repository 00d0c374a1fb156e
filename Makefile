# Names only: what each does is in castor_web/stack/commands.py.
PYTHON ?= python3

.PHONY: demo stop clean contracts assets openapi test test-geth prove faults bench lint format
demo stop clean contracts assets openapi test test-geth prove faults bench lint format:
	@$(PYTHON) manage.py $@
