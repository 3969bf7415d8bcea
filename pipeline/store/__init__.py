"""The only code that writes: the lock, results kept for later runs, generations of tables, articles added to raw/."""
