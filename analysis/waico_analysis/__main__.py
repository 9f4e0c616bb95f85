"""python3 -m waico_analysis, the same as python3 -m waico"""
import sys

from waico.analysis.cli import main

if __name__ == "__main__":
    sys.exit(main())
