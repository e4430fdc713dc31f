/** What languages write beyond ASCII, as far as it tells their encodings apart. */

export interface Language {
  readonly name: string;
  /** Small letters that text of the language has beyond ASCII: all of them, or the most frequent ones. */
  readonly letters: string;
  /** Share of its letters beyond ASCII that these are. */
  readonly share: number;
}

const alphabet = (name: string, letters: string): Language => ({ name, letters, share: 1 });

/** Of windows-1252. */
export const westernLanguages: readonly Language[] = [
  alphabet("French", "àâæçéèêëîïôœùûüÿ"),
  alphabet("German", "äöüßé"),
  alphabet("Spanish", "áéíñóúü"),
  alphabet("Catalan", "àçèéíïòóúü"),
  alphabet("Portuguese", "áâãàçéêíóôõúü"),
  alphabet("Italian", "àèéìíîòóù"),
  alphabet("Dutch", "éèëïóöüê"),
  alphabet("Danish or Norwegian", "æøåéöäü"),
  alphabet("Swedish", "åäöé"),
  alphabet("Finnish or Estonian", "äöåõüšž"),
  alphabet("Icelandic or Faroese", "áðéíóúýþæöø"),
  alphabet("Albanian", "çë"),
];

/** Of windows-1250, ISO-8859-2 and code page 852. */
export const centralEuropeanLanguages: readonly Language[] = [
  alphabet("Croatian or Slovene", "čćđšž"),
  alphabet("Czech", "áčďéěíňóřšťúůýž"),
  alphabet("Slovak", "áäčďéíĺľňóôŕšťúýž"),
  alphabet("Polish", "ąćęłńóśźż"),
  alphabet("Hungarian", "áéíóöőúüű"),
  alphabet("Romanian", "ăâîşţ"),
];

/** Its capital İ is that of i with a dot of its own. */
export const turkicLanguages: readonly Language[] = [alphabet("Turkish", "âçğıîi̇öşüû")];

export const balticLanguages: readonly Language[] = [
  alphabet("Lithuanian", "ąčęėįšųūž"),
  alphabet("Latvian", "āčēģīķļņšūž"),
];

/** A wrong encoding makes letters of letters: the frequent ones tell. */
export const cyrillicLanguages: readonly Language[] = [
  { name: "Russian", letters: "оеаинтсрвлкмдпуя", share: 0.85 },
  { name: "Ukrainian", letters: "оаинвіертскмлудпя", share: 0.85 },
];

export const greekLanguages: readonly Language[] = [
  { name: "Greek", letters: "αοιετσνηυρπκμλςάέήίόύώ", share: 0.9 },
];

export const hebrewLanguages: readonly Language[] = [
  { name: "Hebrew", letters: "יוהלאתרבמשנםדחק", share: 0.85 },
];

export const arabicLanguages: readonly Language[] = [
  { name: "Arabic", letters: "اليمنرتبعدوةسفحكق", share: 0.85 },
];

export const thaiLanguages: readonly Language[] = [
  { name: "Thai", letters: "านรอกเงมยลวดทสตะปบคหแจพชไใขโผถซ่้ัิีุู็์ำืึ", share: 0.9 },
];
