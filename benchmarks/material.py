"""One invented brand: its names, tiers, products, columns and templates. Both generators take them from here."""

from dataclasses import dataclass, field

DOMAIN = "hexia.example"
MALL = f"https://mall.{DOMAIN}"
BRAND = {"name": "禾下", "slogan": "慢一点，皮肤听得见"}
IP = {"nickname": "小禾", "role": "福利官", "self": "小禾", "customers": "禾友", "human": "我是真人小禾，白天都在。"}
TIERS = {"basic": "基础群", "member": "会员群", "core": "核心群"}
ALL = tuple(TIERS)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
THEMES = ("慢慢养", "早点回家", "换季不慌", "把水喝够", "屏障假期", "风里走走", "灯下十分钟", "一起打卡")
WEATHER = ("风大，戴好围巾", "有雨，带把小伞", "晴，记得防晒", "转凉，添件外套")


@dataclass(frozen=True)
class Product:
    """A product with its public price and one for each tier."""

    name: str
    point: str
    price: int
    prices: dict[str, int]


_GOODS = (
    ("燕麦洁面乳", "洗完不紧绷"),
    ("稻壳润水", "一拍就润"),
    ("米糠乳液", "薄薄一层锁住水"),
    ("青豆面膜", "一周两片正好"),
    ("荞麦护手霜", "抹完就能敲键盘"),
    ("芝麻润唇膏", "饭后补一下也不尴尬"),
    ("糙米修护霜", "夜里替屏障守门"),
    ("薏仁喷雾", "随手一喷补点水"),
    ("麦芽身体乳", "冬天小腿不起屑"),
    ("谷雨精华油", "两滴就够全脸"),
)
# Every price of the project is a different number, so a price in the wrong tier's text can be told at sight.
PRODUCTS = {
    f"product-{n:02}": Product(name, point, 59 + 20 * n, {tier: 51 + 20 * n - 4 * i for i, tier in enumerate(ALL)})
    for n, (name, point) in enumerate(_GOODS)
}

SIGNED = "{{ ip.self }}｜{{ tier.name }}·第"  # a serial and 则 follow: every publication can be found again
TEMPLATES = {
    "morning-note": "{{ ip.customers }}早，今天是{{ day.date }}，{{ day.weekday }}。\n{{ line }}\n"
    "{% if weather %}天气：{{ weather }}。{% endif %}{{ brand.slogan }}。\n" + SIGNED + "{{ serial }}则\n",
    "daily-pick": "{{ hook }}\n{{ line }}\n今日好物：{{ product.name }}，{{ product.point }}。\n"
    "{{ tier.name }}价 {{ product.price }} 元（广告）{{ product.link }}\n"
    "{% if tip %}小贴士：{{ tip }}。{% endif %}" + SIGNED + "{{ serial }}则\n",
    "friday-set": "{{ week.theme }}，周五一起囤一点，{{ until }} 结束。\n{{ line }}\n"
    "{% for item in products %}- {{ item.name }}｜{{ item.point }}｜{{ item.price }} 元 {{ item.link }}\n{% endfor %}"
    + SIGNED
    + "{{ serial }}则\n",
}


@dataclass(frozen=True)
class Column:
    """A recurring slot: when, for whom, and what an entry must give."""

    id: str
    name: str
    about: str  # kind, purpose, channel
    when: str
    needs: tuple[str, ...] = ("copy",)
    accepts: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ALL
    hours: dict[str, str] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The template of the same name, or empty."""
        return self.id if self.id in TEMPLATES else ""

    def weekdays(self) -> list[int]:
        """The days as numbers, Monday is 0."""
        spans = {"daily": DAYS, "mon-fri": DAYS[:5]}
        days = self.when.split()[0]
        return [DAYS.index(day) for day in spans.get(days, days.split(","))]

    def hour(self, tier: str) -> str:
        """HH:MM in that tier."""
        return self.hours.get(tier, self.when.split()[1])


_PLAIN = (
    Column("on-the-way", "下班路上", "life brand moments", "mon-fri 18:20"),
    Column("skin-class", "护肤小课堂", "knowledge seeding moments", "mon,wed,fri 20:00", ("title", "copy")),
    Column("lab-letter", "实验室来信", "brand brand moments", "tue,thu 20:00", ("title", "copy")),
    Column("weekend-slow", "周末慢一点", "life brand moments", "sat,sun 10:30"),
    Column("noon-question", "午间一问", "life activation group", "mon,wed,fri 12:40"),
    Column("qa-hour", "晚间答疑", "knowledge activation group", "tue,thu 20:30", ("title", "copy")),
    Column("check-in", "睡前打卡", "life activation group", "daily 21:40"),
    Column("live-notice", "直播预告", "product conversion group", "sat 15:00", ("title", "copy")),
    Column("benefit-day", "福利日", "product conversion group", "mon,thu 10:00", ("product", "copy"), tiers=ALL[:1]),
    Column("member-day", "会员日", "product repurchase group", "wed 10:00", ("product", "copy"), tiers=ALL[1:]),
    Column("core-letter", "核心手记", "brand brand group", "tue,sun 16:00", tiers=ALL[2:]),
)
_TEMPLATED = (
    Column(
        *("morning-note", "早安小禾", "life activation group", "daily 08:30"),
        needs=("line", "serial"),
        accepts=("weather",),
        hours={"core": "09:00"},
    ),
    Column(
        *("daily-pick", "每日好物", "product seeding moments", "mon-fri 12:10"),
        needs=("product", "hook", "line", "serial"),
        accepts=("tip",),
    ),
    Column(
        *("friday-set", "周五一起囤", "product conversion group", "fri 20:40"),
        needs=("products", "until", "line", "serial"),
        hours={"core": "19:30"},
    ),
)
COLUMNS = (*_TEMPLATED, *_PLAIN)
