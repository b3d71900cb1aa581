"""What is shown of an image: drawn anew from its pixels, so that nothing else in it reaches a page."""

import io
import warnings

from bot.errors import InvalidInput

PREVIEW_TYPE = "image/webp"
_EDGE = 640
# Larger than any camera's; a small file can claim to be a huge picture.
_MOST_PIXELS = 60_000_000


def preview_of(content: bytes) -> bytes:
    """A picture of at most 640 px a side, upright, without the original's metadata.

    Raises:
        InvalidInput: it can't be opened as an image, or is too large for one.
    """
    # Imported by whoever needs it: it takes long.
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "GIF", "WEBP")) as image:
                if image.width * image.height > _MOST_PIXELS:
                    raise InvalidInput("That picture has too many pixels.", field="file")
                image.draft("RGB", (_EDGE, _EDGE))
                upright = ImageOps.exif_transpose(image)
                upright.thumbnail((_EDGE, _EDGE))
                drawn = upright.convert("RGBA" if "A" in upright.getbands() else "RGB")
    except InvalidInput:
        raise
    except Exception as error:
        # Whatever a broken file makes the library raise, it means the same to whoever sent it.
        raise InvalidInput("That file can't be opened as an image.", field="file") from error
    out = io.BytesIO()
    drawn.save(out, "WEBP", quality=80)
    return out.getvalue()
