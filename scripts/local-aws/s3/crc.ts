/**
 * The cyclic redundancy checks that S3 clients send. Each `update` takes the register before and returns it
 * after; both are in the finished (inverted) form, so that 0 is the check of nothing.
 */
import zlib from "node:zlib";

/** One step a byte, about 400 MB/s: enough for one machine, and a tenth of the code of slicing by eight. */
function crc32WithPolynomial(reflectedPolynomial: number): (bytes: Uint8Array, crc: number) => number {
  const table = Uint32Array.from({ length: 256 }, (_, index) => {
    let remainder = index;
    for (let bit = 0; bit < 8; bit++) {
      remainder = remainder & 1 ? (remainder >>> 1) ^ reflectedPolynomial : remainder >>> 1;
    }
    return remainder;
  });
  return (bytes, crc) => {
    let register = ~crc;
    for (let i = 0; i < bytes.length; i++) {
      register = (register >>> 8) ^ (table[(register ^ (bytes[i] ?? 0)) & 0xff] ?? 0);
    }
    return ~register >>> 0;
  };
}

/** ISO-HDLC CRC-32, native where Node has it (from 20.15 on). */
export const crc32: (bytes: Uint8Array, crc: number) => number =
  typeof zlib.crc32 === "function" ? zlib.crc32 : crc32WithPolynomial(0xedb88320);

/** Castagnoli CRC-32C. */
export const crc32c = crc32WithPolynomial(0x82f63b78);

const crc64Polynomial = 0x9a6c9329ac4bc9b5n;

/** The table's entries as two halves: 64-bit arithmetic on BigInt would be fifty times slower. */
const crc64Table = (() => {
  const high = new Uint32Array(256);
  const low = new Uint32Array(256);
  for (let index = 0; index < 256; index++) {
    let remainder = BigInt(index);
    for (let bit = 0; bit < 8; bit++) {
      remainder = remainder & 1n ? (remainder >> 1n) ^ crc64Polynomial : remainder >> 1n;
    }
    high[index] = Number(remainder >> 32n);
    low[index] = Number(remainder & 0xffffffffn);
  }
  return { high, low };
})();

/** CRC-64/NVME. */
export function crc64nvme(bytes: Uint8Array, crc: bigint): bigint {
  let high = ~Number(crc >> 32n);
  let low = ~Number(crc & 0xffffffffn);
  for (let i = 0; i < bytes.length; i++) {
    const index = (low ^ (bytes[i] ?? 0)) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (crc64Table.low[index] ?? 0);
    high = (high >>> 8) ^ (crc64Table.high[index] ?? 0);
  }
  return (BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0);
}
