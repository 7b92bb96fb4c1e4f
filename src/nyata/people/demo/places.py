"""Kecamatan, and sites around their centres.

Codes and names of the 18 kecamatan follow the Kemendagri code list. Only the town centres of Kayu Agung and
Pedamaran are published points; the other centres are approximate, and every site of the demo is invented: a real
office is surveyed on the spot, never taken from a centre.
"""

import datetime as dt
import math
import random
from typing import Any

from nyata.people.models import Site

METRES_PER_DEGREE = 111_320.0

# code: (name, short code for units, latitude, longitude)
DISTRICTS = {
    "16.02.02": ("Tanjung Lubuk", "TJL", -3.520, 104.718),
    "16.02.03": ("Pedamaran", "PDM", -3.4884, 104.8376),
    "16.02.04": ("Mesuji", "MSJ", -3.868, 105.062),
    "16.02.05": ("Kayu Agung", "KAG", -3.392, 104.8306),
    "16.02.08": ("Sirah Pulau Padang", "SPP", -3.262, 104.842),
    "16.02.11": ("Tulung Selapan", "TSL", -3.247, 105.312),
    "16.02.12": ("Pampangan", "PPG", -3.206, 104.951),
    "16.02.13": ("Lempuing", "LPG", -3.776, 104.934),
    "16.02.14": ("Air Sugihan", "ASG", -2.682, 105.274),
    "16.02.15": ("Sungai Menang", "SMN", -3.742, 105.604),
    "16.02.17": ("Jejawi", "JJW", -3.128, 104.806),
    "16.02.18": ("Cengal", "CGL", -3.452, 105.548),
    "16.02.19": ("Pangkalan Lampam", "PLP", -3.219, 105.079),
    "16.02.20": ("Mesuji Makmur", "MSM", -4.041, 105.048),
    "16.02.21": ("Mesuji Raya", "MSR", -3.962, 105.241),
    "16.02.22": ("Lempuing Jaya", "LPJ", -3.652, 104.962),
    "16.02.23": ("Teluk Gelam", "TLG", -3.458, 104.752),
    "16.02.24": ("Pedamaran Timur", "PDT", -3.563, 104.988),
}
CAPITAL = "16.02.05"


def near(rng: random.Random, district: str, spread_m: float) -> tuple[float, float]:
    """A point (latitude, longitude) around the centre of a kecamatan, rounded to about a decimetre."""
    _, _, latitude, longitude = DISTRICTS[district]
    return moved(latitude, longitude, rng.uniform(-spread_m, spread_m), rng.uniform(-spread_m, spread_m))


def moved(latitude: float, longitude: float, north_m: float, east_m: float) -> tuple[float, float]:
    """The point so many metres to the north and east."""
    width = METRES_PER_DEGREE * math.cos(math.radians(latitude))
    return round(latitude + north_m / METRES_PER_DEGREE, 6), round(longitude + east_m / width, 6)


def circle(latitude: float, longitude: float) -> dict[str, Any]:
    """GeoJSON of a circle's centre."""
    return {"type": "Point", "coordinates": [longitude, latitude]}


def yard(rng: random.Random, latitude: float, longitude: float, size_m: float) -> dict[str, Any]:
    """GeoJSON of a four- to six-sided yard about `size_m` wide, closed, counter-clockwise."""
    corners = rng.randint(4, 6)
    turn = rng.uniform(0, math.tau)
    ring = []
    for corner in range(corners):
        angle = turn + math.tau * corner / corners
        reach = size_m * rng.uniform(0.42, 0.62)
        north, east = reach * math.sin(angle), reach * math.cos(angle)
        latitude_there, longitude_there = moved(latitude, longitude, north, east)
        ring.append([longitude_there, latitude_there])
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def make_site(rng: random.Random, unit: Any, district: str, surveyed_on: dt.date | None) -> Site:
    """An unsaved site for a unit: a circle for most, a yard for one in four."""
    point = near(rng, district, 1_400 if district == CAPITAL else 900)
    is_yard = rng.random() < 0.25
    return Site(
        unit=unit,
        name=unit.name,
        district=unit.district,
        shape=yard(rng, *point, rng.uniform(90, 180)) if is_yard else circle(*point),
        radius_m=None if is_yard else float(rng.choice((40, 50, 60, 75, 100))),
        surveyed_on=surveyed_on,
    )
