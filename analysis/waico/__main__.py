"""python3 -m waico: pictures, reports and what a file holds; the simulator itself is the program `waico`."""
import sys

from .analysis.cli import main

if __name__ == "__main__":
    sys.exit(main())
