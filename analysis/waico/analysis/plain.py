"""Texts of files on a terminal: what could move a cursor is written out."""


def plain(text, most=1000):
    """The text in one line of at most `most` signs, every control character and broken byte as an escape."""
    shown = "".join(sign if sign.isprintable() else _escape(sign) for sign in str(text)[:most + 1])
    return shown if len(str(text)) <= most else shown[:most] + " ..."


def _escape(sign):
    code = ord(sign)
    if 0xdc80 <= code <= 0xdcff:  # a byte of a path that is not UTF-8
        code -= 0xdc00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
