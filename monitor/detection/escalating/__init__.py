"""Escalation: words and acts that raise the danger, by rules of lexicons/escalation_rules.tsv."""
