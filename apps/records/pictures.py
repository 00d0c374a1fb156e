"""Pictures, opened with bounds and written anew: nothing is kept of a file but what one sees on it."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageOps

from apps.records.errors import FileRefused

FORMATS: Final = {"image/jpeg": "JPEG", "image/png": "PNG"}
MOST_PIXELS: Final = {"JPEG": 80_000_000, "PNG": 12_000_000}
"""What a file may claim to hold. A JPEG is opened at a fraction of its size, a PNG whole (48 MB)."""
LONGEST_SIDE: Final = 3_000
QUALITY: Final = 88


def written_anew(data: bytes, media: str) -> bytes:
    """The picture alone, upright, at most 3,000 pixels a side; what is no picture comes back as it is.

    Location, camera, comments and whatever was hidden behind the picture are gone. Raises FileRefused for
    what does not open as the type that its first bytes show, or claims more pixels than a page can have.
    """
    form = FORMATS.get(media)
    if form is None:
        return data
    try:
        with Image.open(io.BytesIO(data), formats=[form]) as picture:
            if picture.width * picture.height > MOST_PIXELS[form]:
                raise FileRefused(pixels=picture.width * picture.height)
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise FileRefused(size=len(data)) from problem
    out = io.BytesIO()
    if form == "JPEG":
        plain.convert("RGB").save(out, "JPEG", quality=QUALITY)
    else:
        plain.info.clear()
        plain.save(out, "PNG")
    return out.getvalue()
