"""The guard's pages: what an offer would do to margins, who pays for what runs, what a store wants to be left with."""
