"""Cut the fonts of the plan's PDF from the Noto fonts of the tools lock, and say which signs they have.

python tools/compile_fonts.py      writes src/hevesy/paper/fonts/

Typst sets no variable fonts, so each is fixed at regular and at bold; of Chinese the 3,755 most used signs of GB 2312
and those of our own files stay, or the fonts would weigh 40 MB. The SIL Open Font License 1.1 allows both; OFL.txt
goes along.
"""

from __future__ import annotations

import csv
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

CLONE = Path(__file__).resolve().parent.parent
DOCUMENT = CLONE / "src" / "hevesy" / "plan" / "document"
SAID = CLONE / "src" / "hevesy" / "facts" / "packs" / "open" / "said" / "zh.toml"
NAMES = CLONE / "src" / "hevesy" / "facts" / "packs" / "open" / "country_names.csv"
OUT = CLONE / "src" / "hevesy" / "paper" / "fonts"
WEIGHTS = {"Regular": 400, "Bold": 700}
# the ranges of signs that stay of each font: letters, marks, punctuation, arrows, sums
LATIN = ((0x20, 0x24F), (0x2B0, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x22FF), (0x25A0, 0x25FF))
ARABIC = ((0x20, 0x7E), (0xA0, 0xBB), (0x600, 0x6FF), (0x750, 0x77F), (0x2000, 0x206F), (0xFB50, 0xFEFF))
CHINESE_MARKS = (
    (0x20, 0x7E),
    (0xA0, 0xFF),
    (0x2000, 0x206F),
    (0x2190, 0x22FF),
    (0x3000, 0x303F),
    (0xFF00, 0xFFEF),
)
FIRST_LEVEL = (0xB0, 0xD7)  # the lead bytes of the most used signs in GB 2312


def spread_out(ranges: tuple[tuple[int, int], ...]) -> set[int]:
    return {code for first, last in ranges for code in range(first, last + 1)}


def chinese() -> set[int]:
    """The most used signs, and every sign of our own Chinese files and of the names of countries."""
    lead = range(FIRST_LEVEL[0], FIRST_LEVEL[1] + 1)
    usual = b"".join(bytes((one, two)) for one in lead for two in range(0xA1, 0xFF))
    ours = (DOCUMENT / "languages" / "zh.toml", CLONE / "src" / "hevesy" / "words" / "zh.toml", SAID)
    signs = usual.decode("gb2312", "ignore") + "".join(path.read_text("utf-8") for path in ours)
    with NAMES.open(encoding="utf-8", newline="") as file:
        signs += "".join(row["zh"] for row in csv.DictReader(file))
    return {ord(sign) for sign in signs} | spread_out(CHINESE_MARKS)


SOURCES = {
    "NotoSans": ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf", lambda: spread_out(LATIN)),
    "NotoSansArabic": (
        "fontpkg_noto_sans_arabic",
        "files/NotoSansArabic[wdth,wght].ttf",
        lambda: spread_out(ARABIC),
    ),
    "NotoSansSC": ("justmytype_intl_cjk", "fonts/ofl/notosanssc/NotoSansSC[wght].ttf", chinese),
}


def cut(package: str, path: str, signs: set[int], weight: int) -> TTFont:
    """The font fixed at one weight, with these signs alone."""
    font = TTFont(str(files(package).joinpath(path)))
    axes = {
        axis.axisTag: weight if axis.axisTag == "wght" else axis.defaultValue for axis in font["fvar"].axes
    }
    fixed = instantiateVariableFont(font, axes, updateFontNames=True)
    options = Options(
        layout_features=["*"], name_IDs=["*"], notdef_outline=True, glyph_names=False, hinting=False
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=signs)
    subsetter.subset(fixed)
    fixed["head"].modified = fixed["head"].created
    return fixed


def main() -> None:
    OUT.mkdir(exist_ok=True)
    covered: set[int] = set()
    for name, (package, path, signs) in SOURCES.items():
        for style, weight in WEIGHTS.items():
            font = cut(package, path, signs(), weight)
            font.recalcTimestamp = False
            font.save(OUT / f"{name}-{style}.ttf")
            covered |= set(font.getBestCmap())
            print(name, style, len(font.getBestCmap()), (OUT / f"{name}-{style}.ttf").stat().st_size)
    codes = sorted(covered)
    starts = [codes[0], *(later for before, later in pairwise(codes) if later != before + 1)]
    ends = [*(before for before, later in pairwise(codes) if later != before + 1), codes[-1]]
    lines = [f"{first:04X},{last:04X}" for first, last in zip(starts, ends, strict=True)]
    (OUT / "signs.csv").write_text("first,last\n" + "\n".join(lines) + "\n", "utf-8")
    notice = files("justmytype_intl_cjk").joinpath("fonts/ofl/notosanssc/OFL.txt").read_text("utf-8")
    own = "".join(files(package).joinpath("LICENSE").read_text("utf-8").splitlines(keepends=True)[0]
                  for package in ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic"))  # fmt: skip
    (OUT / "OFL.txt").write_text(own + notice, "utf-8")


if __name__ == "__main__":
    main()
