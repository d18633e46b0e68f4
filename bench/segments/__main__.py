"""Run as `python -m bench.segments`."""

from bench.segments import main

raise SystemExit(main())
