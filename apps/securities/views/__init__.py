"""The pages of portfolio, certificates, share classes, and the one that proposes an order."""
