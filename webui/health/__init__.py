"""What `letopis doctor` looks at: facts read from the installation, and pure rules that find what is weak in them."""
