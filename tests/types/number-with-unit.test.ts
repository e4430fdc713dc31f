import { describe, expect, it } from "vitest";
import { numberUnit } from "../../lambda/types/number-with-unit.ts";

describe("a number with a unit", () => {
  it.each([
    ["5 kg", "kg"],
    ["12.5kg", "kg"],
    ["1,234.5 km", "km"],
    ["-3 °C", "°C"],
    ["−3°C", "°C"],
    ["120 min", "min"],
    ["~ 90 min", "min"],
    ["23.4 kmpl", "kmpl"],
    ["1248 CC", "CC"],
    ["22.4 km/kg", "km/kg"],
    ["190 Nm", "Nm"],
    ["65 m2", "m2"],
    ["6.5 l/100km", "l/100km"],
    ["110 mg/dL", "mg/dL"],
    ["2 Seasons", "Seasons"],
    ["≥ 5 mg", "mg"],
    ["0.5 mg", "mg"],
    ["5 m", "m"],
    ["5G", null],
    ["3T", null],
    ["08B", null],
    ["05 kg", null],
    ["5 sq ft", "sq ft"],
    ["40 m2", "m2"],
    ["1.5km2", "km2"],
    ["3.5 m³", "m³"],
    ["12 m3", "m3"],
    ["5 kg2", null],
    ["1 2", null],
    ["16GB", "GB"],
    ["100 km/h", "km/h"],
    ["5th", null],
    ["12A", null],
    ["10XL", null],
    ["2B", "B"],
    ["kg", null],
    ["5", null],
    ["5 kg of it", null],
    ["Route 5 m", null],
    ["5.kg", null],
    ["1.2.3 kg", null],
    ["1.234,5 kg", "kg"],
    ["1e5 kg", null],
  ])("%s: %s", (text, unit) => {
    expect(numberUnit(text)?.unit ?? null).toBe(unit);
  });

  it.each(["1.3M", "$1.3M", "450k", "€ 2.5 bn", "1,200 million", "3.4 Mrd.", "£5m", "$2.1T"])(
    "%s is a magnitude",
    (text) => {
      expect(numberUnit(text)?.kind).toBe("magnitude");
    },
  );
});
