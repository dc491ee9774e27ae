from datetime import date

import pytest

from ipgraph.errors import VocabularyError
from ipgraph.lexicon.authority import Authority
from ipgraph.model.acts import EntityKind

ALIASES = {
    "高法院": "最高人民法院",
    "最高法": "最高人民法院",
    "高检院": "最高人民检察院",
    "最高检": "最高人民检察院",
    "工信部": "工业和信息化部",
    "科学技术部": "科技部",
    "市场监管总局": "国家市场监督管理总局",
    "国家市场监管总局": "国家市场监督管理总局",
    "工商总局": "国家工商行政管理总局",
    "国家工商总局": "国家工商行政管理总局",
    "质检总局": "国家质量监督检验检疫总局",
    "国家质检总局": "国家质量监督检验检疫总局",
    "食品药品监管总局": "国家食品药品监督管理总局",
    "版权局": "国家版权局",
    "林业局": "国家林业局",
    "林草局": "国家林业和草原局",
    "国务院法制办": "国务院法制办公室",
    "法制办": "国务院法制办公室",
    "全国人大法工委": "全国人大常委会法制工作委员会",
    "知识产权局": "国家知识产权局",
    "中国贸促会": "中国国际贸易促进委员会",
    "国家网信办": "国家互联网信息办公室",
    "中央网信办": "中央网络安全和信息化委员会办公室",
    "新闻出版广电总局": "国家新闻出版广电总局",
    "国家卫生计生委": "国家卫生和计划生育委员会",
    "国家卫健委": "国家卫生健康委员会",
    "国务院国资委": "国务院国有资产监督管理委员会",
    "发展改革委": "国家发展和改革委员会",
    "央行": "中国人民银行",
    "金融监管总局": "国家金融监督管理总局",
    "中国证监会": "中国证券监督管理委员会",
    "国家药监局": "国家药品监督管理局",
    "税务总局": "国家税务总局",
    "广电总局": "国家广播电视总局",
    "国管局": "国家机关事务管理局",
    "中央综治办": "中央社会治安综合治理委员会办公室",
    "国家国防科工局": "国家国防科技工业局",
    "国家中医药局": "国家中医药管理局",
    "中国科协": "中国科学技术协会",
    "中科院": "中国科学院",
    "国家自然科学基金委": "国家自然科学基金委员会",
    "中宣部": "中央宣传部",
    "中央宣传部（国家版权局）": "中央宣传部",
    "国务院知识产权战略实施工作部际联席会议办公室": "联席会议办公室",
    "世贸组织": "世界贸易组织",
    "WTO": "世界贸易组织",
    "产权组织": "世界知识产权组织",
    "亚太经合组织": "亚太经济合作组织",
    "UPOV": "国际植物新品种保护联盟",
    "国际刑事警察组织": "国际刑警组织",
    "WCO": "世界海关组织",
    "QBPC": "中国外商投资企业协会优质品牌保护委员会",
    "全国打击侵权假冒领导小组办公室": "全国打击侵权假冒工作领导小组办公室",
    "全国各级市场监管部门": "全国市场监管部门",
    "全国各级法院": "全国法院",
    "美国海关": "美国海关和边境保护局",
    "ARIPO": "非洲地区知识产权组织",
}
CANONICAL_AGENCIES = """
    国务院 国务院办公厅 外交部 教育部 科技部 公安部 民政部 司法部 财政部 商务部 农业部 农业农村部 文化部
    文化和旅游部 环境保护部 生态环境部 人力资源和社会保障部 海关总署 国家知识产权局 国家邮政局
    国家国际发展合作署 国家统计局 中央军委装备发展部 中央政法委 中共中央 全国人大常委会 中华全国律师协会
    中国国际贸易促进委员会 地方贸促会 行业贸促会 各省级知识产权管理部门 全国海关 全国公安机关 全国检察机关
    全国司法机关 全国版权执法部门 全国种业监管部门 全国公证机构 全国仲裁机构 联席会议成员单位 各地区 香港海关
    世界卫生组织 欧洲专利局 欧盟知识产权局 美国专利商标局 美国移民海关执法局 英国知识产权局 欧盟反欺诈办公室
    韩国文化体育观光部 阿尔及利亚国家版权局 美国驻华大使馆 国际商标协会 美中贸易全国委员会 美国商会
    商业软件联盟 非洲知识产权组织 法国工业产权局 柬埔寨文化艺术部 陕西省人大常委会 重庆市高级人民法院
"""
COUNTRIES = """
    中国 美国 欧盟 韩国 日本 俄罗斯 英国 法国 瑞士 澳大利亚 阿根廷 意大利 东盟 秘鲁 金砖国家
    哈萨克斯坦 阿尔及利亚 巴西 蒙古 欧亚 柬埔寨 古巴 智利 厄瓜多尔 土耳其 叙利亚 泰国 南非 埃塞俄比亚
    阿联酋 新西兰 尼加拉瓜 以色列 海合会 埃及 香港
"""


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.load()


def label(authority: Authority, name: str, as_of: date | None = None) -> str | None:
    entry = authority.resolve(name, as_of)
    return None if entry is None else entry.label_zh


@pytest.mark.parametrize(("alias", "canonical"), ALIASES.items())
def test_an_alias_means_its_agency(authority: Authority, alias: str, canonical: str) -> None:
    assert label(authority, alias) == canonical


@pytest.mark.parametrize("name", CANONICAL_AGENCIES.split())
def test_a_canonical_agency_name_means_itself(authority: Authority, name: str) -> None:
    entry = authority.resolve(name, kinds=frozenset({EntityKind.AGENCY}))
    assert entry is not None
    assert entry.label_zh == name


@pytest.mark.parametrize("name", COUNTRIES.split())
def test_a_canonical_country_name_means_itself(authority: Authority, name: str) -> None:
    entry = authority.resolve(name, kinds=frozenset({EntityKind.JURISDICTION}))
    assert entry is not None
    assert entry.label_zh == name


@pytest.mark.parametrize(
    ("name", "as_of", "entry_id"),
    [
        ("农业部", date(2017, 5, 16), "moa"),
        ("农业农村部", date(2023, 6, 1), "mara"),
        ("市场监管总局", date(2023, 6, 1), "samr"),
        ("知识产权局", date(2014, 12, 31), "cnipa"),
        ("国家知识产权局", date(2024, 12, 31), "cnipa"),
        ("高法院", date(2014, 12, 31), "spc"),
        ("广电总局", date(2010, 1, 1), "sarft"),
        ("广电总局", date(2014, 1, 1), "sapprft"),
        ("广电总局", date(2023, 1, 1), "nrta"),
        ("国家药品监督管理局", date(2000, 1, 1), "sda"),
        ("国家药品监督管理局", date(2023, 1, 1), "nmpa"),
        ("国管局", date(2010, 1, 1), "ngoa-state-council"),
        ("国管局", date(2017, 5, 16), "ngoa"),
        ("RCEP谈判", date(2014, 12, 31), "rcep-negotiation"),
        ("昆仑", date(2023, 6, 1), "kunlun"),
    ],
)
def test_a_name_means_the_thing_that_bore_it_on_the_day(
    authority: Authority, name: str, as_of: date, entry_id: str
) -> None:
    entry = authority.resolve(name, as_of)
    assert entry is not None
    assert entry.id == entry_id


@pytest.mark.parametrize(
    ("name", "as_of", "entry_id"), [("农业部", date(2023, 6, 1), "moa"), ("市场监管总局", date(2017, 5, 16), "samr")]
)
def test_a_name_that_nobody_bore_on_the_day_means_the_nearest_bearer(
    authority: Authority, name: str, as_of: date, entry_id: str
) -> None:
    entry = authority.resolve(name, as_of)
    assert entry is not None
    assert entry.id == entry_id


@pytest.mark.parametrize(
    ("name", "as_of", "canonical"),
    [
        ("中央网信办", date(2016, 1, 1), "中央网络安全和信息化领导小组办公室"),
        ("中央网信办", date(2023, 1, 1), "中央网络安全和信息化委员会办公室"),
        ("工商总局", date(1999, 1, 1), "国家工商行政管理局"),
        ("联席会议办公室", date(2023, 1, 1), "联席会议办公室"),
    ],
)
def test_an_entity_is_named_as_of_the_day(authority: Authority, name: str, as_of: date, canonical: str) -> None:
    entry = authority.resolve(name, as_of)
    assert entry is not None
    assert entry.entity(as_of).name == canonical


def test_an_unknown_name_means_nothing(authority: Authority) -> None:
    assert authority.resolve("无此机关") is None


def test_a_name_of_another_kind_means_nothing(authority: Authority) -> None:
    assert authority.resolve("商务部", kinds=frozenset({EntityKind.JURISDICTION})) is None


def test_an_id_that_does_not_exist_is_refused_with_the_nearest_one(authority: Authority) -> None:
    with pytest.raises(VocabularyError, match="unknown agency 'saic2'; did you mean 'saic'"):
        authority.get(EntityKind.AGENCY, "saic2")


@pytest.mark.parametrize(
    ("character", "ids"), [("美", ["US"]), ("瑞", ["CH", "SE"]), ("欧", ["EU"]), ("新", ["NZ", "SG"]), ("鑫", [])]
)
def test_a_character_stands_for_countries_the_usual_one_first(
    authority: Authority, character: str, ids: list[str]
) -> None:
    assert [entry.id for entry in authority.country_by_abbr(character)] == ids


def test_a_character_without_a_usual_country_is_left_open(authority: Authority) -> None:
    countries = authority.country_by_abbr("巴")
    assert {"BR", "PK"} <= {country.id for country in countries}
    assert not any(country.abbr_default for country in countries)


def test_the_reform_of_2018_is_told_from_both_sides(authority: Authority) -> None:
    saic, samr = (authority.get(EntityKind.AGENCY, entry_id) for entry_id in ("saic", "samr"))
    assert "samr" in saic.successors
    assert set(samr.predecessors) == {"saic", "aqsiq", "cfda"}


def test_surface_forms_are_sorted_and_resolve(authority: Authority) -> None:
    forms = authority.surface_forms(EntityKind.AGENCY)
    assert list(forms) == sorted(set(forms))
    assert all(authority.resolve(form, kinds=frozenset({EntityKind.AGENCY})) for form in forms)
