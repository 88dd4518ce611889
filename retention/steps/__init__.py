"""The steps of the conveyor, a file each: render, sign, package."""
