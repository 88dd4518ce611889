"""The tamper matrix: every carrier of the archive, every way to change it, and the codes under which it is found."""
