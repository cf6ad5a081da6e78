"""The column reading: the steps on whole NumPy columns. bounds -> lowering -> sharing -> operations -> reading."""
