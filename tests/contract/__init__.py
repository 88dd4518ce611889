"""One suite for every implementation of a contract: signers so far."""
