"""Text in, Detection out: one module a question."""
