"""Loaders that load AND authorise; webui/access.py is their one entrance."""
