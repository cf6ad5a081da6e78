"""The sheet reading: the steps as live spreadsheet formulas."""
