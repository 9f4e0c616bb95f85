"""python3 -m waico.analysis, the same as python3 -m waico"""
import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
