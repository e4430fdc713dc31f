/**
 * Numbers with a unit or a magnitude behind them: `5 kg`, `$1.3M`. Only what is known as one: `12A`, `5th`, `5G`, `08B` and
 * `10XL` are codes, and nobody takes an average of them.
 */

export interface NumberUnit {
  readonly kind: "magnitude" | "number_with_unit";
  /** As written. */
  readonly unit: string;
}

const magnitudes = words(`
  k K M B mn mln bn Bn tn MM mio Mio Mio. Mrd Mrd. thousand million billion trillion lakh crore Cr
`);

const units = new Set([
  "sq ft",
  // Mass, length, area, volume, amounts of substance.
  ...words(`
    kg Kg KG g mg µg lb lbs oz t km m cm mm µm nm mi ft in yd m² m2 km² km2 sqm sqft ha acres m³ m3
    l L ml mL cl dl gal cm² mm² ft² km³ cm³ cc CC ccm inches feet meters metres miles pounds tons
    tonnes mol/L mmol/L mg/dL g/dL mg/L g/L ng/mL µg/m³ µg/m3 kg/m² kg/m3
  `),
  // Time, speed, fuel.
  ...words(`
    h hr hrs hours hour min mins minutes s sec secs seconds ms days day d weeks week months month
    years year yrs yr km/h kmh kph mph m/s kn mpg kmpl km/l km/L km/kg l/100km L/100km ft/s knots
    Season Seasons
  `),
  // Data, electricity, heat, pressure, angles.
  ...words(`
    KB kB MB GB TB KiB MiB GiB TiB bytes kbps Mbps Gbps Hz kHz MHz GHz V mV kV mA mAh Ah W kW MW GW
    Wh kWh MWh GWh hp bhp kcal cal kJ Nm PS W/m² W/m2 kVA ° °C °F bar mbar hPa kPa psi px pt dpi rpm
    dB ppm ppb mmHg inHg bpm fps pcs Stk Stk. USD EUR
  `),
]);

/** Behind amounts of money what else are units: `£5m`, `$2.1T`. */
const ofMoney = new Set(["m", "b", "t", "T"]);
const hasCurrency = /[$€£¥₹]/;

const form =
  /^[~<>≈≤≥]?\s?[$€£¥₹]?\s?[+\-−]?(?!0\d)(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)\s?([^\d\s]\D{0,8}|[^\d\s]\S{0,8})$/;

/** Null unless it is a number with a known unit. @param text trimmed */
export function numberUnit(text: string): NumberUnit | null {
  const unit = form.exec(text)?.[1];
  if (unit === undefined) return null;
  if (magnitudes.has(unit) || (ofMoney.has(unit) && hasCurrency.test(text)))
    return { kind: "magnitude", unit };
  return units.has(unit) ? { kind: "number_with_unit", unit } : null;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
