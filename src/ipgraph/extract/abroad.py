"""Bodies and countries abroad that a text names: known ones by name, unknown ones by their form."""

import re
from dataclasses import dataclass

from ipgraph.extract.lists import Part, split_parts
from ipgraph.extract.mentions import AgencyMention, AgencyMentions
from ipgraph.extract.parties import PartyReader
from ipgraph.model.acts import Entity, EntityKind

# 意大利农业、粮食主权和林业部, 柬埔寨文化艺术部, 泰国商务部知识产权厅: a country and what ends as bodies end.
_BODY = re.compile(
    r"^[\u4e00-\u9fff]{1,18}?(?:部|局|署|厅|院|总署|委员会|办公室|协会|商会|联盟|法院|检察院|海关|大使馆|使馆|警方|警察总署|警察总局|警察局|警察(?!总|局)|基金会|中心|知识产权管理机构|知识产权机构)(?![门长分队])"
)
_INTERNATIONAL = re.compile(
    r"(?:国际|世界|全球|亚太|亚洲|欧洲|非洲|阿拉伯国家|拉美)[\u4e00-\u9fff]{2,10}?(?:协会|组织|联盟|联合会|商会|理事会|委员会|中心)$"
)
_OFFICE = re.compile(r"[\u4e00-\u9fff]{2,6}?(?:厅|局|署|司)(?![长令])")
# 海湾阿拉伯国家合作委员会（GCC）专利局
_LATIN_GLOSS = re.compile(r"（[A-Za-z-]+）")
# 美、英、法等国家和地区相关执法机构: countries with what their bodies do.
# 亚太经合组织成员国包括墨西哥、泰国: the members are meant.
_MEMBERS = re.compile(r"成员国?")
_INCLUDING = re.compile(r"^.*?(?:包括|特别是|尤其是)")
_FUNCTION = re.compile(
    r"(?:等)?[\d\u4e00-\u9fff]{0,10}?(?:国家和地区|国家|地区|国)的?(?:相关|有关)?(?P<function>执法机构|执法部门|海关|主管部门|知识产权(?:管理)?(?:机构|部门))"
)


@dataclass(frozen=True, slots=True)
class Partner:
    """A body or country abroad that stands at `start:end` of the text."""

    entity: Entity
    start: int
    end: int


def find_partners(text: str, start: int, end: int, mentions: AgencyMentions, parties: PartyReader) -> list[Partner]:
    """Return the bodies and countries abroad that the list `text[start:end]` names.

    A country counts where it stands for itself (与欧盟、美国就…交流), not where it only qualifies a person or thing.
    """
    known = [one for one in mentions.beginning_in(start, end) if one.abroad and not _MEMBERS.match(text, one.span.end)]
    partners = [_whole_body(text, one) for one in known]
    function = _FUNCTION.search(text, start, end)
    suffix = function["function"] if function else ""
    for part in split_parts(text, start, end):
        if any(one.span.start < part.end and part.start < one.span.end for one in known):
            continue
        partner = _by_form(part, parties, suffix)
        if partner is not None:
            partners.append(partner)
    return sorted(partners, key=lambda partner: partner.start)


def _whole_body(text: str, mention: AgencyMention) -> Partner:
    """Return the known body, or the unknown office of it that the text names (泰国商业部知识产权厅)."""
    gloss = _LATIN_GLOSS.match(text, mention.span.end)
    office = _OFFICE.match(text, gloss.end() if gloss else mention.span.end)
    if office is None:
        return Partner(mention.entity, mention.span.start, mention.span.end)
    entity = Entity(EntityKind.AGENCY, mention.entity.name + office[0], cls="ForeignAgency")
    return Partner(entity, mention.span.start, office.end())


def _international(words: str, start: int) -> Partner | None:
    """Return the international body that a name's form tells: 国际商标协会, 亚太知识产权联盟."""
    match = _INTERNATIONAL.match(words)
    if match is None:
        return None
    return Partner(Entity(EntityKind.AGENCY, match[0], cls="InternationalOrganization"), start, start + match.end())


def _by_form(part: Part, parties: PartyReader, function: str) -> Partner | None:
    words = _INCLUDING.sub("", part.text.split("等")[0]).strip().removesuffix("的")
    start = part.start + part.text.find(words)
    match = parties.jurisdiction.match(words)
    country = parties.country(match[0]) if match else parties.by_character(words)
    if country is None:
        return _international(words, start)
    if country.id.startswith("CN"):
        return None
    rest = words[match.end() :] if match else ""
    if not rest:
        if function and country.level != "bloc":
            name = f"{country.label_zh}{function}"
            return Partner(Entity(EntityKind.AGENCY, name, cls="ForeignAgency"), start, start + len(words))
        return Partner(country.entity(), start, start + len(words))
    body = _BODY.match(rest)
    if body is None:
        return None
    end = (match.end() if match else 0) + body.end()
    office = _OFFICE.match(words, end)
    name = words[: office.end() if office else end]
    return Partner(Entity(EntityKind.AGENCY, name, cls="ForeignAgency"), start, start + len(name))
