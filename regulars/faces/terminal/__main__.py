"""`python -m regulars.faces.terminal` = `bin/regulars`."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")


def main() -> None:
    """Set Django up, then run the verb. A second Ctrl-C stops at once."""
    import django

    django.setup()
    from regulars.faces.terminal.line import regulars

    regulars.main(prog_name="regulars")


if __name__ == "__main__":
    main()
