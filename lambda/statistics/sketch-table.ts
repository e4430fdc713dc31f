/** Slots of a table: sixteen times as many as there may be pages, so that nearly every key is where it is looked for first. */
const slots = 4096;

/**
 * Keys of a sketch's pages → their places, by open addressing. A Map of keys past 2^31, which are objects to it, takes ten
 * times as long.
 */
export class SketchTable {
  /** By slot, 1 + place; 0 where there is none. */
  readonly #placeOf = new Uint8Array(slots);
  readonly #keys: Float64Array;
  #size = 0;

  /** @param pagesMax 1 to 255 */
  constructor(pagesMax: number) {
    this.#keys = new Float64Array(pagesMax);
  }

  /** Keys by place. */
  get keys(): Float64Array {
    return this.#keys.subarray(0, this.#size);
  }

  get size(): number {
    return this.#size;
  }

  /** −1 when the key has none. */
  placeOf(key: number): number {
    return (this.#placeOf[this.#slotFor(key)] ?? 0) - 1;
  }

  /** @param key one that has no place @returns its place */
  add(key: number): number {
    this.#keys[this.#size] = key;
    this.#size++;
    this.#placeOf[this.#slotFor(key)] = this.#size;
    return this.#size - 1;
  }

  /** Another key for a place. */
  replace(place: number, key: number): void {
    const keys = this.keys.slice();
    keys[place] = key;
    this.clear();
    for (const each of keys) this.add(each);
  }

  clear(): void {
    this.#placeOf.fill(0);
    this.#size = 0;
  }

  /** Where the key is, or would be. */
  #slotFor(key: number): number {
    // A key has up to 45 bits.
    let slot = Math.imul(key ^ (key / 2 ** 32), 0x9e3779b1) >>> 20;
    for (;;) {
      const place = this.#placeOf[slot] ?? 0;
      if (place === 0 || this.#keys[place - 1] === key) return slot;
      slot = (slot + 1) & (slots - 1);
    }
  }
}
