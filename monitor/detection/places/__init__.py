"""Places: the gazetteer, the names of places in a text, which place each means, and where an event was."""
