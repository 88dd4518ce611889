"""One box that finds what its visitor may see."""
