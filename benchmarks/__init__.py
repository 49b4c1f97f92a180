"""Speed against the best that can be written by hand, as ratios within one run."""
