"""`fs`: files, directories and names (CopperMoon specification, section 15).

Of the verdicts there: `read`, `write` and `append` take any bytes, `glob` knows braces and never lists `.` and `..`,
copying a file onto itself leaves it alone. Whatever takes long runs in a thread, so that other requests go on.
"""

from cmc.runtime.shims.fs.directories import copy_dir, mkdir, mkdir_all, readdir, rmdir, rmdir_all
from cmc.runtime.shims.fs.facts import absolute, exists, is_dir, is_file, is_symlink, size, stat
from cmc.runtime.shims.fs.files import append, copy, move, read, read_bytes, remove, rename, touch, write, write_bytes
from cmc.runtime.shims.fs.glob import glob
from cmc.runtime.shims.fs.names import basename, cwd, dirname, ext, join, temp_dir

__all__ = [
    "absolute",
    "append",
    "basename",
    "copy",
    "copy_dir",
    "cwd",
    "dirname",
    "exists",
    "ext",
    "glob",
    "is_dir",
    "is_file",
    "is_symlink",
    "join",
    "mkdir",
    "mkdir_all",
    "move",
    "read",
    "read_bytes",
    "readdir",
    "remove",
    "rename",
    "rmdir",
    "rmdir_all",
    "size",
    "stat",
    "temp_dir",
    "touch",
    "write",
    "write_bytes",
]
