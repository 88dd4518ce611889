"""The page that answers for a paper copy."""
