"""How many: phrases that count the killed, injured, abducted and missing, and the events they belong to."""
