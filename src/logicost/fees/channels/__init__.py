"""What another sales channel and its payments cost."""
