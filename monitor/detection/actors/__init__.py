"""Who: actors named in a text, who did it, with what, against whom, and by whose word."""
