"""Run all benchmarks: `make bench`. Ends with 1 where a figure is beyond its limit."""

import sys

from benchmarks import bench_base
from benchmarks.measure import machine


def main() -> int:
    """Print the machine and every figure."""
    print(machine())
    return 0 if bench_base.run() else 1


if __name__ == "__main__":
    sys.exit(main())
