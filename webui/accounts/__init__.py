"""Accounts: who a person is on the site, how they sign in, which posts they hold; the pages that manage them."""
