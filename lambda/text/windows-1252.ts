/**
 * windows-1252, in which a text is that is nothing else. The five bytes that Microsoft left undefined mean nothing: WHATWG
 * maps them to C1 control characters, but in a CSV they are a sign that the encoding is another one.
 */
import { singleByteTable } from "./single-byte.ts";

/** 0x80–0x9F; from 0xA0 on windows-1252 is Latin-1. `�` marks the undefined ones. */
const upperControlRow = "€�‚ƒ„…†‡ˆ‰Š‹Œ�Ž��‘’“”•–—˜™š›œ�žŸ";
const latin1 = Buffer.from(Array.from({ length: 96 }, (_, i) => 0xa0 + i)).toString("latin1");

export const undefinedBytes: ReadonlySet<number> = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

export const windows1252 = singleByteTable(upperControlRow + latin1);
