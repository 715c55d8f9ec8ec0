"""Units of measure and of money by every form of their names."""

from __future__ import annotations

import re

UNITS: dict[str, str] = {
    form.replace("_", " "): unit
    for unit, forms in {
        "%": "% percent per_cent pct pc",
        "point": "percentage_point percentage_points",
        "km": "km kms kilometer kilometers kilometre kilometres",
        "km²": "km² km2 sq_km square_kilometer square_kilometers square_kilometre square_kilometres",
        "m": "metre metres meter meters",
        "m²": "m² m2 sq_m square_metre square_metres square_meter square_meters",
        "m³": "m³ m3 cubic_metre cubic_metres cubic_meter cubic_meters cu_m",
        "cm": "cm centimetre centimetres centimeter centimeters",
        "mm": "mm millimetre millimetres millimeter millimeters",
        "mile": "mile miles mi",
        "foot": "foot feet ft",
        "inch": "inch inches",
        "t": "t ton tons tonne tonnes metric_tons metric_tonnes",
        "kg": "kg kilogram kilograms kilogramme kilogrammes",
        "lb": "lb lbs pound pounds",
        "barrel": "barrel barrels bbl",
        "barrel/day": "bpd barrels_a_day barrels_per_day b/d",
        "ha": "ha hectare hectares",
        "acre": "acre acres",
        "W": "watt watts W",
        "kW": "kW kilowatt kilowatts",
        "MW": "MW megawatt megawatts",
        "GW": "GW gigawatt gigawatts",
        "kWh": "kWh kilowatt_hours kilowatt-hours",
        "TWh": "TWh terawatt_hours terawatt-hours",
        "kV": "kV kilovolt kilovolts",
        "year": "year years yr yrs year-old",
        "month": "month months",
        "week": "week weeks",
        "day": "day days",
        "hour": "hour hours hr hrs",
        "minute": "minute minutes",
        "second": "seconds",
        "$": "$ dollar dollars US_dollars U.S._dollars USD",
        "€": "€ euro euros EUR",
        "£": "£ pounds_sterling GBP",
        "₼": "manat manats AZN",
        "rouble": "rouble roubles ruble rubles RUB",
        "lira": "lira liras TRY",
        "tenge": "tenge KZT",
        "lari": "lari GEL",
        "yuan": "yuan renminbi RMB CNY",
        "TEU": "TEU TEUs",
        "°C": "°C degrees_Celsius degrees",
    }.items()
    for form in forms.split()
}
UNIT = re.compile(
    r"[\s-]?(?:" + "|".join(re.escape(form) for form in sorted(UNITS, key=len, reverse=True)) + r")(?!\w)"
)
