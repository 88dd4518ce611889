"""What people and programs touch: the command line and the site. The composition root stands here."""
