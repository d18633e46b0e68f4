"""What kinds of people look for and buy, beside the market; published with a floor, so that nobody is told apart."""
