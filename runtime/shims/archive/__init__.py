"""`archive`: ZIP, tar and gzip (CopperMoon specification, section 19).

Of the verdicts there: entries that lead out of the target directory are refused before anything is written, and names
have slashes. Of the weaknesses: all members of a gzip text are read, a level above 9 is an error. What takes long runs
in a thread, so that other requests go on.
"""

from cmc.runtime.shims.archive.gzip import compress, compress_buffer, decompress, decompress_buffer
from cmc.runtime.shims.archive.tarreader import TarReader, open_tar
from cmc.runtime.shims.archive.tarwriter import TarWriter, create_tar
from cmc.runtime.shims.archive.zipreader import ZipReader, open_zip, zip_from_buffer, zip_from_string
from cmc.runtime.shims.archive.zipwriter import ZipWriter, create_zip

__all__ = [
    "TarReader",
    "TarWriter",
    "ZipReader",
    "ZipWriter",
    "compress",
    "compress_buffer",
    "create_tar",
    "create_zip",
    "decompress",
    "decompress_buffer",
    "open_tar",
    "open_zip",
    "zip_from_buffer",
    "zip_from_string",
]
