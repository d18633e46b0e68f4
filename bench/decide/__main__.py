"""Run as `python -m bench.decide`."""

from bench.decide import main

raise SystemExit(main())
