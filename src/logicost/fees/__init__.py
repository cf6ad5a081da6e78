"""One module for each fee: how its card is read, and the steps that price it."""
