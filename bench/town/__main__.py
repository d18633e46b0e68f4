"""Run as `python -m bench.town`."""

from bench.town import main

raise SystemExit(main())
