import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeHtml } from "../../lambda/report/escape.ts";
import { html, visible } from "../../lambda/report/html.ts";

describe("escapeHtml", () => {
  const rows: readonly (readonly [what: string, text: string, escaped: string])[] = [
    ["markup", `<a href="x" title='y'>&amp;`, "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;"],
    ["line ends and tabs", "a\r\nb\tc", "a␍↵b⇥c"],
    ["an escape sequence", "\u001b[31mred", "␛[31mred"],
    ["NUL and DEL", "\0\u007f", "␀␡"],
    ["a C1 control", "\u009b31m", "⟨U+009B⟩31m"],
    ["a bidirectional override", "\u202egpj.exe", "⟨U+202E⟩gpj.exe"],
    ["a byte order mark", "\ufeffid", "⟨U+FEFF⟩id"],
    ["a tag character", "\u{e0041}", "⟨U+E0041⟩"],
    ["a lone surrogate", "a\ud800b", "a⟨U+D800⟩b"],
    ["a noncharacter", "\uffff\u{10fffe}", "⟨U+FFFF⟩⟨U+10FFFE⟩"],
    ["a zero-width joiner between Latin letters", "pass\u200dword", "pass⟨U+200D⟩word"],
    ["a zero-width joiner in an emoji", "👩‍👩‍👧", "👩‍👩‍👧"],
    ["a non-joiner in Persian", "می‌خواهم", "می‌خواهم"],
    ["letters with accents, and symbols", "Żółć 東京 ✓", "Żółć 東京 ✓"],
  ];
  it.each(rows)("%s", (_, text, escaped) => expect(escapeHtml(text)).toBe(escaped));

  it("leaves nothing that is markup or invisible", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"'\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

describe("html", () => {
  it("escapes what is put in, but not what is markup already", () => {
    const inner = html`<b>${"<i>"}</b>`;
    expect(html`<p title="${'"'}">${inner}${null}${1}${[inner, null]}</p>`.markup).toBe(
      '<p title="&quot;"><b>&lt;i&gt;</b>1<b>&lt;i&gt;</b></p>',
    );
  });

  it("sets signs of invisible characters apart from the same signs in the text", () => {
    expect(visible("⟨U+202E⟩\u202e").markup).toBe('⟨U+202E⟩<i class="ctl">⟨U+202E⟩</i>');
  });
});
