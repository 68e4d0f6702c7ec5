"""A folder and a number of weeks in, a siyu project out: one brand, three tiers, 14 columns, a weekly plan a file.

    python generate.py OUT [--weeks 52]

The same arguments write the same bytes. `generate_hugo.py` writes the same posts for Hugo.
"""

import argparse
from pathlib import Path
from typing import Any

from emit import emit, front_matter
from entries import Entry, entries, expected, theme, week_id
from material import ALL, BRAND, COLUMNS, DAYS, DOMAIN, IP, MALL, PRODUCTS, TEMPLATES, TIERS

NIGHT_AND_NOON = {"noon": "午休看", "night": "睡前看"}
RHYTHM = {"name": "作息", "kind": "behaviour", "about": "什么时候看手机", "tags": NIGHT_AND_NOON}
HOUSE: dict[str, dict[str, Any]] = {
    "brand/brand.yaml": {"domain": DOMAIN, "zone": "Asia/Shanghai", "locale": "zh-CN"}
    | BRAND
    | {"links": {"mall": MALL}, "site": f"https://siyu.{DOMAIN}"},
    "brand/ip/xiaohe.yaml": {key: IP[key] for key in ("nickname", "role", "human")}
    | {"character": ["真诚", "有趣"], "card": {"hours": ["daily 09:00-21:00"]}}
    | {"voice": {key: IP[key] for key in ("self", "customers")}},
    "brand/tags.yaml": {"groups": {"rhythm": RHYTHM}},
    "brand/personas/commuter.yaml": {"name": "通勤白领", "tags": ["noon"], "windows": {"午休": "workday 12:00-13:30"}},
    "brand/personas/new-mom.yaml": {"name": "新手妈妈", "tags": ["night"], "windows": {"睡前": "daily 21:00-23:00"}},
    "content/sop/owner.yaml": {
        "tasks": {
            "week-review": {"name": "周复盘", "when": "fri 17:00", "tiers": [], "checklist": ["记录互动", "记录下单"]},
            "month-plan": {"name": "排下月", "when": "first workday 10:00", "tiers": []},
        }
    },
    "content/sop/moderator.yaml": {
        "tasks": {
            "clean-up": {"name": "清理广告", "when": "mon 09:30", "tiers": ["basic"]},
            "roll-call": {"name": "欢迎新人", "when": "sat 11:00", "tiers": ["member"]},
        }
    },
}
PICK = "{{ n }}. {{ product.name }}｜{{ product.point }}｜{{ product.price }} 元 {{ product.link }}"
NOTICE = "{{ rules }}\n\n本周推荐\n{{ picks }}\n"
HELLO = """\
{{ nickname }}你好，我是{{ ip.nickname }}，{{ brand.name }}的{{ ip.role }}。
这里是{{ tier.name }}，{{ tier.promise }}。
{{ ip.human }}
"""


def _tier(n: int, tier: str) -> dict[str, str]:
    """One step of the ladder with its announcement and welcome script: path → text."""
    up = {"way_up": {"to": ALL[n + 1], "how": "多来打卡"}} if n + 1 < len(ALL) else {}
    tree = {
        "name": TIERS[tier],
        "group": ("benefit", "general", "vip")[n],
        "style": "content",
        "ip": "xiaohe",
        "positioning": f"{TIERS[tier]}里慢慢养",
        "promise": "每天一条用得上的",
        "threshold": ("扫码", "下过单", "下过三单")[n],
        "rules": {"purpose": "聊护肤，也聊日常", "conduct": ["不发广告", "好好说话"], "penalty": "提醒两次后移出"},
        "roles": {"owner": "小禾", "moderator": ["阿苗"], "service": ["木木"], "editor": ["小满"]},
        "budget": {"messages_per_day": 12},
    }
    notice = {"title": f"{TIERS[tier]}公告", "when": "first mon 11:00", "tiers": [tier], "owner": "owner", "pick": PICK}
    return {
        f"brand/tiers/{tier}.yaml": emit(tree | up),
        f"content/announcements/{tier}.md": front_matter(notice, NOTICE),
        f"content/welcome/{tier}.md": front_matter({"event": "group-joined", "tiers": [tier]}, HELLO),
    }


def _library() -> dict[str, str]:
    """Everything but the weeks: path → text."""
    out = {path: emit(tree) for path, tree in HOUSE.items()}
    out |= {f"brand/templates/{name}.txt": text for name, text in TEMPLATES.items()}
    for n, tier in enumerate(ALL):
        out |= _tier(n, tier)
    for n, (id_, product) in enumerate(PRODUCTS.items()):
        tree: dict[str, Any] = {"name": product.name, "role": ("traffic", "benefit", "profit")[n % 3]}
        tree |= {"point": product.point, "price": product.price, "prices": product.prices, "link": f"{MALL}/p/{id_}"}
        out[f"brand/products/{id_}.yaml"] = emit(tree)
    for column in COLUMNS:
        kind, purpose, channel = column.about.split()
        tree = {"name": column.name, "kind": kind, "purpose": purpose, "channel": channel}
        tree |= {"when": column.when, "tiers": list(column.tiers), "personas": ["commuter"]}
        extra = {"accepts": list(column.accepts), "hours": column.hours, "template": column.template}
        tree |= {"needs": list(column.needs)} | {key: value for key, value in extra.items() if value}
        out[f"content/columns/{column.id}.yaml"] = emit(tree)
    return out


def _weeks(weeks: int) -> dict[str, str]:
    """The weekly plans: path → YAML."""
    plans: dict[str, list[Entry]] = {}
    for entry in entries(weeks):
        plans.setdefault(week_id(entry.day), []).append(entry)
    out = {}
    for week, group in plans.items():
        columns: dict[str, Any] = {}
        for entry in group:
            variants = {"tiers": entry.variants} if entry.variants else {}
            columns.setdefault(entry.column.id, {})[DAYS[entry.day.weekday()]] = entry.fields | variants
        tree = {"week": week, "theme": theme(group[0].day), "state": "approved", "columns": columns}
        out[f"content/weeks/{week}.yaml"] = emit(tree)
    return out


def save(out: Path, files: dict[str, str]) -> None:
    """Path → text, written under `out`, which has to be new or empty: leftovers would be measured too."""
    if out.exists() and any(out.iterdir()):
        raise SystemExit(f"{out} is not empty")
    for path in sorted({(out / name).parent for name in files}):
        path.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (out / name).write_text(text, encoding="utf-8", newline="")


def main() -> None:
    """Write the project, say how many publications it holds."""
    parser = argparse.ArgumentParser(description="Write a siyu project for the benchmark.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--weeks", type=int, default=52)
    options = parser.parse_args()
    save(options.out, _library() | _weeks(options.weeks))
    print(f"{expected(options.weeks)} publications in {options.weeks} weeks")


if __name__ == "__main__":
    main()
