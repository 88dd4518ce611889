"""Letters: addresses that their owners confirmed, an outbox of sealed rows, and the post that carries them."""
