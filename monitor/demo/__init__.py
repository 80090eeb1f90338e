"""The demonstration: an invented newswire on loopback, and the whole system reading it."""
