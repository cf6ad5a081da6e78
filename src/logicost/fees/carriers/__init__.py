"""What a carrier charges for a parcel."""
