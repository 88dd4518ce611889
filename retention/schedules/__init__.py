"""What the worker does by itself: when each errand is due, asked for once by whichever worker sees it first."""
