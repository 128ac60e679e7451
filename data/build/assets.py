"""Files taken unchanged from packages, each with its licence: Chinese fonts, Leaflet, jQuery."""

from __future__ import annotations

from pathlib import Path

from data.build.fetch import fetch, member

FONTS = {
    "pylopdf-fonts-zh-cn": {
        "NotoSansSC-Regular.otf": "pylopdf_fonts_zh_cn/NotoSansSC-Regular.otf",
        "NotoSansSC-LICENSE.txt": "pylopdf_fonts_zh_cn-0.1.1.dist-info/licenses/LICENSE",
    },
    "@expo-google-fonts/noto-sans-sc": {
        "NotoSansSC-Bold.ttf": "package/700Bold/NotoSansSC_700Bold.ttf",
        "NotoSansSC-Bold-LICENSE.txt": "package/LICENSE_FONT",
    },
}
IMAGES = ("layers-2x.png", "layers.png", "marker-icon-2x.png", "marker-icon.png",
          "marker-shadow.png")
SCRIPTS = {
    "leaflet": {
        "leaflet.js": "package/dist/leaflet.js",
        "leaflet.css": "package/dist/leaflet.css",
        "LICENSE-leaflet.txt": "package/LICENSE",
        **{f"images/{name}": f"package/dist/images/{name}" for name in IMAGES},
    },
    "jquery": {
        "jquery.min.js": "package/dist/jquery.min.js",
        "LICENSE-jquery.txt": "package/LICENSE.txt",
    },
}


def copy_members(package: str, members: dict[str, str], folder: Path) -> None:
    """Copy files of a package to `folder`, under the names that are the keys of `members`."""
    archive = fetch(package)
    for name, inside in members.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(member(archive, inside))


def write_assets(fonts: Path, scripts: Path) -> None:
    """Write the fonts to `fonts` and the map scripts to `scripts`."""
    for package, members in FONTS.items():
        copy_members(package, members, fonts)
    for package, members in SCRIPTS.items():
        copy_members(package, members, scripts)
