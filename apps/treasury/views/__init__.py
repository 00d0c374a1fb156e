"""The pages of money: a door's wallet, the trustee's back office, and what is downloaded from both."""
