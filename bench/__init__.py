"""Benchmarks of Letopis, a file each, every one beside a peer measured in the same run (`letopis bench`).

A figure is a ratio to the peer, with its median and spread; seconds alone say more of the machine than of us.
Nothing here is a test: no build fails because something was slow.
"""
