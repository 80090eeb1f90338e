"""Where it runs: RQ job functions, the worker process and pool."""
