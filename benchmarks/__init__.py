"""Accuracy and speed on the dev splits, side by side with peers; never imported by `pipeline`."""
