"""What follows from quotes over time and over many units: stock month by month, clearance, landed cost, channels."""
