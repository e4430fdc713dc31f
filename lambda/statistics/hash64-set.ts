const capacityMin = 16;

/**
 * A set of 64-bit hashes: open addressing with linear probing, at most 3/4 full.
 *
 * Exact; its content is independent of order. Memory: 8 bytes a place, 16 places and then doubling: 10.7 to 21.3
 * bytes a hash. A place of two zeros is free, so the hash 0 is kept as 1.
 */
export class Hash64Set {
  size = 0;
  #capacity = capacityMin;
  /** [high, low] of each place. */
  #places = new Uint32Array(2 * capacityMin);

  /** Whether the hash is new. */
  add(high: number, low: number): boolean {
    const keptLow = (high | low) === 0 ? 1 : low;
    const mask = this.#capacity - 1;
    const places = this.#places;
    let place = keptLow & mask;
    for (;;) {
      const placeHigh = places[2 * place] ?? 0;
      const placeLow = places[2 * place + 1] ?? 0;
      if (placeHigh === high && placeLow === keptLow) return false;
      if ((placeHigh | placeLow) === 0) break;
      place = (place + 1) & mask;
    }
    places[2 * place] = high;
    places[2 * place + 1] = keptLow;
    this.size++;
    if (4 * this.size > 3 * this.#capacity) this.#grow();
    return true;
  }

  /** [high, low] of each hash, one after the other, in no particular order. */
  toArray(): Uint32Array {
    const hashes = new Uint32Array(2 * this.size);
    let length = 0;
    for (let i = 0; i < this.#places.length; i += 2) {
      const high = this.#places[i] ?? 0;
      const low = this.#places[i + 1] ?? 0;
      if ((high | low) === 0) continue;
      hashes[length++] = high;
      hashes[length++] = low;
    }
    return hashes;
  }

  #grow(): void {
    const hashes = this.toArray();
    this.#capacity *= 2;
    this.#places = new Uint32Array(2 * this.#capacity);
    this.size = 0;
    for (let i = 0; i < hashes.length; i += 2) this.add(hashes[i] ?? 0, hashes[i + 1] ?? 0);
  }
}
