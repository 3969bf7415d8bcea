"""`python -m pipeline` is the command `corroborate`."""

from pipeline.cli import main

main()
