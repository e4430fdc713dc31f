/** Words in many languages and encodings: which of them are told, and that no western text is taken for another. */
import type { Locale } from "date-fns";
import {
  ar,
  ca,
  cs,
  da,
  de,
  el,
  es,
  et,
  fi,
  fr,
  he,
  hu,
  is,
  it as itLocale,
  ja,
  ko,
  lt,
  nb,
  nl,
  pl,
  pt,
  ru,
  sk,
  sv,
  th,
  uk,
  zhCN,
  zhTW,
} from "date-fns/locale";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Encoding } from "../../lambda/profile/options.ts";
import { profileCsv } from "../../lambda/profile/profile-csv.ts";
import { assumedWestern } from "../../lambda/text/assumed-western.ts";
import { cut } from "./decoding.ts";
import { encoder } from "./encoder.ts";

/** Months, days and distances. */
function wordsOf({ localize, formatDistance }: Locale): readonly string[] {
  const distances = [
    "xSeconds",
    "halfAMinute",
    "lessThanXMinutes",
    "xDays",
    "aboutXHours",
    "xMonths",
  ] as const;
  return [
    ...Array.from({ length: 12 }, (_, i) => localize.month(i as 0, { width: "wide" })),
    ...Array.from({ length: 7 }, (_, i) => localize.day(i as 0, { width: "wide" })),
    ...distances.flatMap((token) => [1, 2, 5].map((count) => formatDistance(token, count, {}))),
    ...distances.flatMap((token) =>
      [1, 2, 5].map((count) => formatDistance(token, count, { addSuffix: true, comparison: 1 })),
    ),
  ];
}

const western = encoder("windows-1252");
const inWestern = (text: string): boolean => {
  try {
    return western(text).length > 0;
  } catch {
    return false;
  }
};

describe("the encoding of a text", () => {
  it.each<[string, Locale, ...Encoding[]]>([
    ["Czech", cs, "windows-1250", "iso-8859-2", "ibm852"],
    ["Slovak", sk, "iso-8859-2", "ibm852"],
    ["Polish", pl, "windows-1250", "iso-8859-2", "ibm852"],
    ["Hungarian", hu, "ibm852"],
    ["Lithuanian", lt, "windows-1257"],
    ["Russian", ru, "windows-1251", "koi8-r", "ibm866", "iso-8859-5", "x-mac-cyrillic"],
    ["Ukrainian", uk, "windows-1251"],
    ["Greek", el, "windows-1253"],
    ["Hebrew", he, "windows-1255"],
    ["Arabic", ar, "windows-1256"],
    ["Thai", th, "windows-874"],
    ["Japanese", ja, "shift_jis", "euc-jp"],
    ["Chinese", zhCN, "gb18030"],
    ["Chinese", zhTW, "big5"],
    ["Korean", ko, "euc-kr"],
    ["Spanish", es, "ibm850"],
    ["Danish or Norwegian", da, "ibm850", "macintosh"],
  ])("is told of words in %s", (language, locale, ...encodings) => {
    for (const encoding of encodings) {
      const known = encoder(encoding);
      const words = wordsOf(locale).filter((word) => {
        try {
          return known(word).length > 0;
        } catch {
          return false;
        }
      });
      expect(words.length).toBeGreaterThan(20);
      expect(assumedWestern(known(words.join("\n"))).likely).toMatchObject({ encoding, language });
    }
  });

  it.each<[string, Encoding, string, string | null]>([
    [
      "names in Czech",
      "windows-1250",
      "Jiří Dvořák;Plzeň\nVěra Nováková;Děčín\nRůžena Kučerová;Česká Třebová",
      "Czech",
    ],
    // Its letters are those of Icelandic.
    [
      "names in Turkish",
      "windows-1254",
      "Ayşe Yılmaz;İstanbul\nOğuz Şahin;Eskişehir\nÇağla Işık;Muğla",
      null,
    ],
    ["units", "windows-1252", "m³;m²\n5 m³;kWh/m³\nCO³;N¹\nm³;m³", null],
    [
      "names of Europe",
      "windows-1252",
      "Müller;Köln\nLefèvre;Nîmes\nNúñez;Málaga\nSørensen;Århus\nRossi;Forlì\nGonçalves;São João",
      null,
    ],
    ["four letters", "windows-1251", "Омск;1", null],
    ["no letters", "windows-1252", "5 €;“x”\n1 £;½\n20 °C;±2", null],
  ])("of %s in %s", (_, encoding, text, language) => {
    expect(assumedWestern(encoder(encoding)(text)).likely?.language ?? null).toBe(language);
  });

  it("is not doubted in any mixture of western words", () => {
    const languages = [de, fr, es, pt, itLocale, da, nb, sv, fi, et, is, ca, nl];
    const words = languages.flatMap((locale) => wordsOf(locale).filter(inWestern));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 80 }), (some) => {
        expect(assumedWestern(western(some.join("\n"))).likely).toBeNull();
      }),
      { numRuns: 1_000 },
    );
  });

  it("is told with the doubt, and read when it is stated", async () => {
    const bytes = encoder("windows-1251")("id,город\n1,Москва\n2,Пермь\n3,Тула\n");
    const unstated = await profileCsv(cut(bytes, 7), {});
    expect(unstated.content.quality_issues.alerts.map(({ code, message }) => [code, message])).toEqual([
      ["ENCODING_ASSUMED", expect.stringContaining("Read as windows-1251 it looks like Russian.")],
    ]);
    const stated = await profileCsv(cut(bytes, 7), { encoding: "windows-1251" });
    expect(stated.content.quality_issues.alerts).toEqual([]);
    expect(Object.keys(stated.content.schema)).toEqual(["id", "город"]);
  });
});
