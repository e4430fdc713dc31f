/**
 * Numbers with a unit or a magnitude behind them: `5 kg`, `$1.3M`. Only what is known as one: `12A`, `5th` and `10XL` are
 * codes, and nobody takes an average of them.
 */

export interface NumberUnit {
  readonly kind: "magnitude" | "number_with_unit";
  /** As written. */
  readonly unit: string;
}

const magnitudes = new Set([
  ...["k", "K", "M", "B", "T", "G", "mn", "mln", "bn", "Bn", "tn", "MM", "mio", "Mio", "Mio.", "Mrd", "Mrd."],
  ...["thousand", "million", "billion", "trillion", "lakh", "crore", "Cr"],
]);

const units = new Set([
  // Mass, length, area, volume.
  ...[
    "kg",
    "Kg",
    "KG",
    "g",
    "mg",
    "µg",
    "lb",
    "lbs",
    "oz",
    "t",
    "km",
    "m",
    "cm",
    "mm",
    "µm",
    "nm",
    "mi",
    "ft",
    "in",
    "yd",
  ],
  ...[
    "m²",
    "m2",
    "km²",
    "km2",
    "sqm",
    "sqft",
    "sq ft",
    "ha",
    "acres",
    "m³",
    "m3",
    "l",
    "L",
    "ml",
    "mL",
    "cl",
    "dl",
    "gal",
  ],
  // Time, speed, fuel.
  ...[
    "h",
    "hr",
    "hrs",
    "hours",
    "hour",
    "min",
    "mins",
    "minutes",
    "s",
    "sec",
    "secs",
    "seconds",
    "ms",
    "days",
    "day",
    "d",
  ],
  ...[
    "weeks",
    "week",
    "months",
    "month",
    "years",
    "year",
    "yrs",
    "yr",
    "km/h",
    "kmh",
    "kph",
    "mph",
    "m/s",
    "kn",
    "mpg",
    "kmpl",
  ],
  // Data, electricity, heat, pressure, angles.
  ...[
    "KB",
    "kB",
    "MB",
    "GB",
    "TB",
    "KiB",
    "MiB",
    "GiB",
    "TiB",
    "bytes",
    "kbps",
    "Mbps",
    "Gbps",
    "Hz",
    "kHz",
    "MHz",
    "GHz",
  ],
  ...[
    "V",
    "mV",
    "kV",
    "mA",
    "mAh",
    "Ah",
    "W",
    "kW",
    "MW",
    "GW",
    "Wh",
    "kWh",
    "MWh",
    "GWh",
    "hp",
    "bhp",
    "kcal",
    "cal",
    "kJ",
  ],
  ...[
    "°",
    "°C",
    "°F",
    "bar",
    "mbar",
    "hPa",
    "kPa",
    "psi",
    "px",
    "pt",
    "dpi",
    "rpm",
    "dB",
    "ppm",
    "USD",
    "EUR",
  ],
]);

const form =
  /^[~<>≈]?\s?[$€£¥₹]?\s?[+\-−]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)\s?(\D{1,9})$/;

/** Null unless it is a number with a known unit. @param text trimmed */
export function numberUnit(text: string): NumberUnit | null {
  const unit = form.exec(text)?.[1];
  if (unit === undefined) return null;
  if (magnitudes.has(unit)) return { kind: "magnitude", unit };
  return units.has(unit) ? { kind: "number_with_unit", unit } : null;
}
