"""The short way: a page that is remembered for strangers is answered in the event loop, past Django.

Decision 12 says when, and why the answer is the same.
"""
