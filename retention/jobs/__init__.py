"""Work that people ask for and processes do: one row a job, taken by compare-and-swap, resumed after a crash."""
