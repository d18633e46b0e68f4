"""Django's own commands (migrations, shell); everything else is `bin/regulars`."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
