/** Texts in many languages and encodings: which of them look like windows-1252. */
import { describe, expect, test } from "vitest";
import { highBytes, looksWestern } from "../../lambda/text/western-text.ts";
import { encoder } from "./encoder.ts";

describe("western text is not doubted", () => {
  test.each<[string, string]>([
    [
      "French",
      "prénom;ville\nÉloïse;Orléans\nZoë;Nîmes\ncréée à l’été;«\u00a0où\u00a0»…\nnaïveté;cœur\nN°A;à côté",
    ],
    ["French quotes", "texte\n«\u00a0été\u00a0»\u00a0!\n“là…”\nl´été\ndès\u00a0»\u00a0–\u00a0déjà"],
    ["German", "größe;straße\nFüße;Müßiggang\nÜbergröße;Äußeres\nkWh/m²a;20 °C\nMünchen;Köln"],
    ["German units only", "a;b\nkWh/m²a;1\nkWh/m²a;2\nkWh/m²a;3\n"],
    ["Spanish", "señor;año\n¿Qué?;¡Olé!\nmañana;corazón\nAÑO;1ª y 2º"],
    ["Portuguese", "informação;ações\nSão Paulo;não\ncorações;avô e avó\nÇÃO;ÕES"],
    ["Catalan", "col·laboració\nparal·lel;l’hàbit\nçà;això"],
    ["Danish", "blåøjet;ærø\nÅrhus;smørrebrød\nÆØÅ;på øen"],
    [
      "Icelandic",
      "þýðing;þú\nráðið;síðan\nÞórður;Hafnarfjörður\nSeyðisfjörður;Ísafjörður\nSauðárkrókur;Höfn\nfæðið;óþægð\nÁÐÞÆ;öðruvísi íþrótt æði, fjörð, áður, við",
    ],
    ["Finnish", "hyvää yötä\npäiväys;työ\nÄÄNI;pää"],
    ["English", "“quoted”;it’s — fine\n£5;€6\nCafé™;R®D\nx…y;½"],
    ["masks and rules", "card\n••••••••1234\n––––––––\n\u00a0\u00a0\u00a0\u00a0x\n§§§§"],
    ["nothing beyond ASCII", "a,b\n1,2"],
  ])("%s", (_, text) => {
    expect(looksWestern(highBytes(encoder("windows-1252")(text)))).toBe(true);
  });
});

describe("other text is", () => {
  const russian = "город;население\nМосква;13\nСанкт-Петербург;5\nв Перми;1";
  const japanese = "名前;住所\n山田太郎;東京都新宿区\n鈴木一郎;大阪市\nさくら;カナ";
  test.each<[string, (text: string) => Buffer, string]>([
    ["Russian, windows-1251", encoder("windows-1251"), russian],
    ["one Russian word", encoder("windows-1251"), "город;n\nOmsk;1"],
    ["Russian, KOI8-R", encoder("koi8-r"), russian],
    ["Russian, ISO-8859-5", encoder("iso-8859-5"), russian],
    ["Russian, IBM 866", encoder("ibm866"), russian],
    ["Greek, ISO-8859-7", encoder("iso-8859-7"), "πόλη;χώρα\nΑθήνα;Ελλάδα\nκαι το"],
    ["Greek, windows-1253", encoder("windows-1253"), "όνομα\nΓιώργος\nη Μαρία"],
    ["Hebrew", encoder("windows-1255"), "שם;עיר\nדוד;ירושלים\nשרה;חיפה\nשל אבא"],
    ["Arabic", encoder("windows-1256"), "الاسم;المدينة\nمحمد;القاهرة\nليلى;من بيروت"],
    ["Thai", encoder("windows-874"), "ชื่อ;เมือง\nสมชาย;กรุงเทพ"],
    ["Chinese, GBK", encoder("gbk"), "姓名;城市\n王小明;北京\n李丽;上海市"],
    ["Chinese, Big5", encoder("big5"), "姓名;城市\n王小明;台北市\n李麗;高雄市"],
    [
      "Chinese days, Big5",
      encoder("big5"),
      "星期一\n星期二\n上午\n下午\n三月\n四月\n年\n月\n日\n小於 1 分鐘\n大約 1 小時",
    ],
    ["Japanese, Shift-JIS", encoder("shift_jis"), japanese],
    ["Japanese, EUC-JP", encoder("euc-jp"), japanese],
    ["Korean, EUC-KR", encoder("euc-kr"), "이름;도시\n김민수;서울\n이영희;부산시"],
    [
      "Polish, windows-1250",
      encoder("windows-1250"),
      "imię;miasto\nMichał;Białystok\nMałgorzata;Bełchatów\nwąż;Elbląg",
    ],
    [
      "Polish, ISO-8859-2",
      encoder("iso-8859-2"),
      "imię;miasto\nMichał;Białystok\nMałgorzata;Bełchatów\nwąż;Elbląg",
    ],
    ["German, code page 850", encoder("ibm850"), "März;Köln\nMünchen;Düsseldorf\nStraße;größer"],
    ["French, code page 850", encoder("ibm850"), "prénom;théâtre\nmère;crémerie\ngénéral;à Sète"],
    ["German, Mac OS Roman", encoder("macintosh"), "März;Köln\nMünchen;Düsseldorf\nJäger;Löwe"],
    ["French, Mac OS Roman", encoder("macintosh"), "prénom;théorie\nfrançais;même\ngénéral;mère"],
  ])("%s", (_, encode, text) => {
    expect(looksWestern(highBytes(encode(text)))).toBe(false);
  });
});
