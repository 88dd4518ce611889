"""The start page: is the archive whole, in numbers that concern no person."""
