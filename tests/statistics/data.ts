/** Seeded data for the accuracy tables: the same numbers on every machine. And texts for properties. */
import fc from "fast-check";

/** Any text: half ASCII, half all of Unicode with lone surrogates. */
export const anyText = (maxLength: number) =>
  fc
    .array(fc.oneof(fc.integer({ min: 32, max: 126 }), fc.integer({ min: 0, max: 0x10ffff })), { maxLength })
    .map((codePoints) => String.fromCodePoint(...codePoints));

/** Uniform in [0, 1): mulberry32. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Box–Muller. */
function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

export const shapes: Readonly<Record<string, (next: () => number, i: number, n: number) => number>> = {
  "uniform [0, 1)": (next) => next(),
  "normal (0, 1)": normal,
  "normal (1e6, 1)": (next) => 1e6 + normal(next),
  "lognormal (0, 2)": (next) => Math.exp(2 * normal(next)),
  "exponential, negative": (next) => Math.log(1 - next()),
  "heavy ties (10 values)": (next) => Math.floor(next() ** 3 * 10) * 12.5,
  "integers to 10^9": (next) => Math.floor(next() * 1e9),
  "half zeros": (next) => (next() < 0.5 ? 0 : normal(next)),
  "300 decades": (next) => 10 ** (next() * 300 - 150),
  "rising order": (_, i) => i + 0.5,
  "falling order": (_, i, n) => n - i,
  "zigzag outwards": (_, i) => (i % 2 === 0 ? i : -i),
};

export function sample(shape: keyof typeof shapes, n: number, seed: number): Float64Array {
  const next = random(seed);
  const draw = shapes[shape];
  if (draw === undefined) throw new RangeError(`no shape ${shape}`);
  return Float64Array.from({ length: n }, (_, i) => draw(next, i, n));
}

export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const next = random(seed);
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}
