"""Signing in through a provider of OpenID Connect: known people only, whom it makes none of."""
