"""The archive's pages: locations, verification, what is expected, a record and its chain of custody; the works."""
