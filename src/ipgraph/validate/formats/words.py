"""The words of reports in Chinese and English."""

from ipgraph.validate.report import Sentence, Severity

WORDS = {
    "en": {
        "conforms": "Conforms to the shapes.",
        "fails": "Does not conform to the shapes.",
        "failed": "Could not be checked",
        "totals": "Checked: {checked}; could not be checked: {failed}. "
        "Violations: {violations}; warnings: {warnings}; infos: {infos}.",
        "colon": ": ",
        "severity": "Severity",
        "thing": "What",
        "rule": "Rule",
        "finding": "Finding",
        "source": "Source",
        "advice": "What to do",
        Severity.VIOLATION: "violation",
        Severity.WARNING: "warning",
        Severity.INFO: "info",
    },
    "zh": {
        "conforms": "符合全部形状。",
        "fails": "不符合形状。",
        "failed": "无法检查",
        "totals": "已检查 {checked} 项，无法检查 {failed} 项。"
        "违例 {violations} 条，警告 {warnings} 条，提示 {infos} 条。",
        "colon": "：",
        "severity": "级别",
        "thing": "事物",
        "rule": "规则",
        "finding": "问题",
        "source": "原文",
        "advice": "处理办法",
        Severity.VIOLATION: "违例",
        Severity.WARNING: "警告",
        Severity.INFO: "提示",
    },
}


def quoted(sentence: Sentence) -> str:
    """Return a sentence on one line, with its place.

    >>> quoted(Sentence("doc", 4, 10, "海关总署 牵头"))
    '“海关总署 牵头” (doc 4:10)'
    """
    return f"“{' '.join(sentence.quote.split())}” ({sentence.doc_id} {sentence.place})"
