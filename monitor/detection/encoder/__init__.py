"""A small transformer's opinion of a whole text: attack, type and escalation kinds as probabilities."""
