"""What a user gives: the list of fields, and the doors by which their values come in."""
