"""Arrays on disk in, the same mapped out: what is used of them is read then, and nothing of a stranger's is run."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", np.uint8, np.int8, np.int32, np.int64, np.uint64, np.float32)


def map_array(file: Path, number: type[Number], *width: int) -> NDArray[Number]:
    """Map a file that `numpy.save` wrote: numbers, or rows of `width` numbers.

    Raises `ValueError` where its header or its size says that it holds something else.
    """
    shape, by_columns, found, at = read_header(file)
    row = int(np.prod(width, dtype=np.int64)) * np.dtype(number).itemsize
    rows, rest = divmod(file.stat().st_size - at, row)
    if found != number or (by_columns and width) or rest or shape != (rows, *width):
        raise ValueError(
            f"{file.name} holds {found} of the shape {shape}, expected {number.__name__} in rows of {width}"
        )
    if not rows:
        return np.empty(shape, number)
    return np.asarray(np.memmap(file, number, "r", at, shape))


def read_header(file: Path) -> tuple[tuple[int, ...], bool, np.dtype[Any], int]:
    """Return an array's shape, whether it lies by columns, its type, and the byte that its numbers begin at.

    Raises `ValueError` where the file does not begin as ours do.
    """
    with file.open("rb") as opened:
        try:
            if np.lib.format.read_magic(opened) != (1, 0):
                raise ValueError("another version")
            shape, by_columns, found = np.lib.format.read_array_header_1_0(opened)
        except OSError:
            raise
        except Exception as error:  # whatever a stranger's header makes numpy's reader of Python raise
            raise ValueError(f"{file.name} is no array of ours ({type(error).__name__})") from error
        return shape, by_columns, found, opened.tell()
