"""Notices: what the school's log tells each person of, on a page and, where they wish it, by letter."""
