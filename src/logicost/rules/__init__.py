"""The language of named steps, and its readings. Knows nothing of any fee."""
