"""Where the hosts grow: hectares per cell from shipped tables, typed areas or a user's file."""

from __future__ import annotations

from pra_core.hosts.from_csv import parse_host_csv
from pra_core.hosts.from_geojson import parse_host_geojson
from pra_core.hosts.from_geotiff import parse_host_geotiff
from pra_core.hosts.packing import pack, unpack
from pra_core.hosts.spreading import HostMap, host_hectares, host_map
from pra_core.hosts.tables import HostRow, host_table, host_tables
from pra_core.hosts.upload import LARGEST_UPLOAD_MB, HostFile, refuse_large

__all__ = [
    "LARGEST_UPLOAD_MB", "HostFile", "HostMap", "HostRow", "host_hectares", "host_map",
    "host_table", "host_tables", "pack", "parse_host_csv", "parse_host_geojson",
    "parse_host_geotiff", "refuse_large", "unpack",
]
