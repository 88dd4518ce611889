"""The teacher's pages: the list of journals, the grid, a lesson as a list of pupils, results, a cell's history."""
