"""The demo town: a made-up market with stores, people and their habits, all from one seed."""
