"""The log of events for people: who did what, when, from where, for whom; each line proved against the tree."""
