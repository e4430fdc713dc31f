/**
 * Chinese, Japanese and Korean text in encodings of two bytes a character: their frequent characters lie in blocks of their
 * own, told by the first byte.
 */
import type { StatedEncoding } from "./stated-encoding.ts";

interface Layout {
  readonly encoding: StatedEncoding;
  readonly language: string;
  readonly isLead: (byte: number) => boolean;
  readonly isTrail: (byte: number) => boolean;
  /** Whether a pair is one of the frequent characters, or punctuation. */
  readonly isFrequent: (lead: number, trail: number) => boolean;
  /** Of all pairs those that have to begin with one of `signs`. */
  readonly signShareMin: number;
  readonly signs: readonly number[];
}

const within = (from: number, to: number) => (byte: number) => byte >= from && byte <= to;
const upper = within(0xa1, 0xfe);
const hangul = within(0xb0, 0xc8);
const kanji = within(0xb0, 0xcf);
const hanzi = within(0xb0, 0xd7);
const hanziBig5 = within(0xa4, 0xc6);
const kanjiShiftJis = within(0x88, 0x97);
const isAsciiTrail = within(0x40, 0x7e);

/** Where two fit, the first is meant: its blocks are narrower, or it has signs that the other lacks. */
const layouts: readonly Layout[] = [
  {
    encoding: "euc-kr",
    language: "Korean",
    isLead: upper,
    isTrail: upper,
    isFrequent: (lead) => lead === 0xa1 || lead === 0xa3 || hangul(lead),
    signShareMin: 0,
    signs: [],
  },
  {
    encoding: "euc-jp",
    language: "Japanese",
    isLead: upper,
    isTrail: upper,
    isFrequent: (lead) => within(0xa1, 0xa5)(lead) || kanji(lead),
    signShareMin: 0.05,
    // Kana.
    signs: [0xa4, 0xa5],
  },
  {
    encoding: "gb18030",
    language: "Chinese",
    isLead: within(0x81, 0xfe),
    isTrail: (byte) => isAsciiTrail(byte) || within(0x80, 0xfe)(byte),
    isFrequent: (lead, trail) => upper(trail) && (lead === 0xa1 || lead === 0xa3 || hanzi(lead)),
    signShareMin: 0,
    signs: [],
  },
  {
    encoding: "big5",
    language: "Chinese",
    isLead: upper,
    isTrail: (byte) => isAsciiTrail(byte) || upper(byte),
    isFrequent: (lead) => lead === 0xa1 || hanziBig5(lead),
    signShareMin: 0,
    signs: [],
  },
  {
    encoding: "shift_jis",
    language: "Japanese",
    isLead: (byte) => within(0x81, 0x9f)(byte) || within(0xe0, 0xfc)(byte),
    isTrail: (byte) => isAsciiTrail(byte) || within(0x80, 0xfc)(byte),
    isFrequent: (lead) => within(0x81, 0x83)(lead) || kanjiShiftJis(lead),
    signShareMin: 0,
    signs: [],
  },
];

/** Pairs below which there is nothing to tell. */
const pairsMin = 4;
const frequentShareMin = 0.85;
const brokenShareMax = 0.02;

/** @returns null where it is none of them */
export function eastAsianEncoding(
  sample: Uint8Array,
): { readonly encoding: StatedEncoding; readonly language: string } | null {
  return layouts.find((layout) => fits(sample, layout)) ?? null;
}

function fits(sample: Uint8Array, layout: Layout): boolean {
  let pairs = 0;
  let frequent = 0;
  let signs = 0;
  let broken = 0;
  for (let at = 0; at < sample.length; at++) {
    const lead = sample[at] ?? 0;
    if (lead < 0x80) continue;
    const trail = sample[at + 1] ?? 0;
    if (!layout.isLead(lead) || !layout.isTrail(trail)) {
      // The end of the sample may cut a pair.
      if (at + 1 < sample.length) broken++;
      continue;
    }
    at++;
    pairs++;
    if (layout.isFrequent(lead, trail)) frequent++;
    if (layout.signs.includes(lead)) signs++;
  }
  return (
    pairs >= pairsMin &&
    broken <= pairs * brokenShareMax &&
    frequent >= pairs * frequentShareMin &&
    signs >= pairs * layout.signShareMin
  );
}
