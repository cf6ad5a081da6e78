"""Catalogs in and out."""
