"""Plans of every product of a catalog: what its stock costs, how to clear it, which program serves each channel."""
