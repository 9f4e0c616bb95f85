"""python3 -m waico: the commands of waico_analysis, which reads, draws and reports result files."""
from waico_analysis.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
