"""Between images and codes: encode, decode, traverse, interpolate, embed."""
