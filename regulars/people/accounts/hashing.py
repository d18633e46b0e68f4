"""Argon2id with the parameters that were measured to be safe and quick enough."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """19 MiB, two passes, one lane (OWASP's first choice)."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
