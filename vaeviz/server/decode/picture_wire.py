"""What the server and the process that opens pictures send each other.

To the process: `REQUEST`, the shape (C, H, W) to fit and the length of the file, and the file. From it: `HEAD`, the
kind and the length of the body, and the body: `READY` once, with none; `PIXELS`, float32, little-endian; or
`REFUSED`, the reason in UTF-8.
"""

import struct

REQUEST, HEAD = struct.Struct("<4I"), struct.Struct("<cI")
READY, PIXELS, REFUSED = b"R", b"P", b"E"
