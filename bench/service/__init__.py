"""How fast the service is, beside others: run by `python -m bench.service`."""
