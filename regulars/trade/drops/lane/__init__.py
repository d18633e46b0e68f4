"""`/rt/drop/<id>`: who gets a piece, decided in groups, one durable commit each. No ORM, no pages.

`hands` holds the raw connection, `board` what a process remembers of a drop, `crew` gathers and decides, `door` speaks
HTTP: as ASGI for everybody, and past the general server for the plainest request (`express`).
"""
