"""Character classes that the patterns of the cleaning steps share, written to stand inside `[…]`."""

HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Quotation marks and dashes are not among them: Latin text uses the same code points.
CJK_PUNCTUATION = "、。《》〈〉「」『』【】〔〕〖〗（）！，．：；？［］｛｝～％"
CJK = HAN + CJK_PUNCTUATION
HAN_NUMERALS = "一二三四五六七八九十百零〇"
