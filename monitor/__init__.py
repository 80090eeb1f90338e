"""monitor: hears of attacks from news feeds and tells those on duty, once, with the facts straight."""

__version__ = "0.1.0"
