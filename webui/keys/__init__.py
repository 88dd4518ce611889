"""Pages of people's own signing keys: make one in the browser, let a further one in, revoke; codes from the office."""
