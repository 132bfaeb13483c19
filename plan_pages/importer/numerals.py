"""Chinese numerals of headings: 十五 → 15, 一百零三 → 103."""

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
TENS = {"十": 10, "百": 100}
NUMERAL = "[零〇一二三四五六七八九十百两]{1,7}"


def from_chinese(numeral: str) -> int:
    """The value of a numeral below 1,000, in Chinese or ASCII digits; 0 if none."""
    if numeral.isascii() and numeral.isdigit():
        return int(numeral)
    total, digit = 0, 0
    for char in numeral:
        if char in TENS:
            total += (digit or 1) * TENS[char]
            digit = 0
        elif char in DIGITS:
            digit = DIGITS[char]
        else:
            return 0
    return total + digit
