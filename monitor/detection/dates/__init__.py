"""The words that date things: found, resolved against the publication, and given to events."""
