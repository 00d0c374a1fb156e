"""Pictures are written anew: what hid in them is gone, and what is too large is never opened."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from apps.records import pictures
from apps.records.errors import FileRefused

SECRET = b"GPS 3.1390 N, 101.6869 E"


def picture(form: str, size: tuple[int, int] = (64, 48)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, form)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("media", "form"), [("image/jpeg", "JPEG"), ("image/png", "PNG")])
def test_only_the_picture_is_kept(media: str, form: str) -> None:
    kept = pictures.written_anew(picture(form) + SECRET, media)
    assert SECRET not in kept
    with Image.open(io.BytesIO(kept)) as found:
        assert (found.format, found.size) == (form, (64, 48))


def test_where_it_was_taken_is_not_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif)
    assert SECRET in out.getvalue()
    assert SECRET not in pictures.written_anew(out.getvalue(), "image/jpeg")


def test_a_large_picture_becomes_a_page() -> None:
    with Image.open(
        io.BytesIO(pictures.written_anew(picture("JPEG", (6_000, 4_000)), "image/jpeg"))
    ) as found:
        assert max(found.size) == pictures.LONGEST_SIDE


@pytest.mark.parametrize(
    "data",
    [png_that_claims(50_000, 50_000), b"\x89PNG\r\n\x1a\n" + b"x" * 100, png_that_claims(10, 10)],
    ids=["bomb", "no picture", "no pixels"],
)
def test_a_bomb_is_refused_before_it_goes_off(data: bytes) -> None:
    with pytest.raises(FileRefused):
        pictures.written_anew(data, "image/png")


def test_a_picture_of_another_type_than_its_first_bytes_say_is_refused() -> None:
    with pytest.raises(FileRefused):
        pictures.written_anew(picture("PNG"), "image/jpeg")


def test_a_pdf_is_left_as_it_is() -> None:
    assert pictures.written_anew(b"%PDF-1.7 x", "application/pdf") == b"%PDF-1.7 x"
