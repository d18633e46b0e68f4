"""Run as `python -m bench.people`."""

from bench.people import main

raise SystemExit(main())
