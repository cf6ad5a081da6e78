"""What is asked and answered: the engine, quotes, comparisons and explanations."""
