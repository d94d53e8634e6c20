"""Images and codes: encode, decode, traverse, interpolate, embed."""
