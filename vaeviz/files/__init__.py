"""Reading and writing files on disk, independent of their content."""

from vaeviz.files.json_text import read_json
from vaeviz.files.regular import opening, read_bytes, reading
from vaeviz.files.tensors import ArraySpec, TensorFile, check_arrays, read_tensors, tensor_header, write_tensors
from vaeviz.files.writing import digest_of, write_file

__all__ = [
    "ArraySpec",
    "TensorFile",
    "check_arrays",
    "digest_of",
    "opening",
    "read_bytes",
    "read_json",
    "read_tensors",
    "reading",
    "tensor_header",
    "write_file",
    "write_tensors",
]
