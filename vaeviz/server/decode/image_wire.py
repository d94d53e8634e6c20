"""The messages between the server and the process that opens images.

To the process: `REQUEST` with the shape (C, H, W) to fit and the length of the file, then the file. From the process:
`HEAD` with the kind and the length of the body, then the body. The kinds are `READY`, sent once without a body;
`PIXELS`, little-endian float32; and `REFUSED`, the reason in UTF-8.
"""

import struct

REQUEST, HEAD = struct.Struct("<4I"), struct.Struct("<cI")
READY, PIXELS, REFUSED = b"R", b"P", b"E"
