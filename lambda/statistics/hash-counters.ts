/** Counters by the 64-bit hash of a text, of which the beginning is kept: one after the other in arrays. */

/** By counter; an array is such. A text may take time to make: it is asked for when somebody needs it. */
export interface CounterTexts {
  /** Null where nobody needs to know the text. */
  at(counter: number): string | null | undefined;
  /** Whether there is one, where that takes less time than to make it. */
  has?(counter: number): boolean;
}

/** One counter an index; `hashes` holds [high, low]. `texts` are at most one character longer than shown. */
export interface HashCountersState {
  readonly hashes: Uint32Array;
  readonly counts: Float64Array;
  readonly texts: CounterTexts;
}

const noWords = new Uint32Array(0);
const noCounts = new Float64Array(0);
const countersMin = 8;

/** Counters before and behind where one is expected. */
const nearCounters = 8;

export class HashCounters {
  /** Characters kept of a text. */
  readonly textCharsMax: number;
  #size = 0;
  #hashes: Uint32Array = noWords;
  #counts: Float64Array = noCounts;
  /** Of the counters that were taken over: asked for where there is none in `#texts`, which is empty before any is. */
  #givenTexts: CounterTexts = [];
  #texts: KnownText[] = [];
  /**
   * Place (from the low half of the hash, linear probing, at most half full) → 1 + counter; 0: free. Empty until a counter
   * is looked up: most counters that are taken over are only shown.
   */
  #index: Uint32Array = noWords;

  constructor(textCharsMax: number) {
    this.textCharsMax = textCharsMax;
  }

  get size(): number {
    return this.#size;
  }

  state(): HashCountersState {
    return {
      hashes: this.#hashes.slice(0, 2 * this.#size),
      counts: this.#counts.slice(0, this.#size),
      texts: new PartlyKnownTexts(this.#texts.slice(0, this.#size), this.#givenTexts),
    };
  }

  /** In place of all counters. @param state part of these from here on */
  takeOver({ hashes, counts, texts }: HashCountersState): void {
    this.#size = counts.length;
    this.#hashes = hashes;
    this.#counts = counts;
    const isLayered = texts instanceof PartlyKnownTexts;
    // Not a layer upon a layer, each time that counters are taken over.
    this.#texts = isLayered ? texts.known.slice() : [];
    this.#givenTexts = isLayered ? texts.others : texts;
    this.#index = noWords;
  }

  count(counter: number): number {
    return this.#counts[counter] ?? 0;
  }

  /** What is kept of it, or null. */
  text(counter: number): string | null {
    const kept = this.#texts[counter];
    if (kept !== undefined) return kept;
    this.keepText(counter, this.#givenTexts.at(counter) ?? null);
    return this.#texts[counter] ?? null;
  }

  hasText(counter: number): boolean {
    const kept = this.#texts[counter];
    return kept === undefined ? hasText(this.#givenTexts, counter) : kept !== null;
  }

  lowHash(counter: number): number {
    return this.#hashes[2 * counter + 1] ?? 0;
  }

  /** @returns the counter of the hash; a new one has no text */
  raise(high: number, low: number, by: number): number {
    if (this.#index.length === 0) this.#reindex();
    const mask = this.#index.length - 1;
    let place = low & mask;
    for (;;) {
      const counter = (this.#index[place] ?? 0) - 1;
      if (counter < 0) break;
      if (this.#hashes[2 * counter + 1] === low && this.#hashes[2 * counter] === high) {
        this.#counts[counter] = (this.#counts[counter] ?? 0) + by;
        return counter;
      }
      place = (place + 1) & mask;
    }
    if (this.#size === this.#counts.length) {
      this.#reserve(Math.max(countersMin, 2 * this.#size));
      return this.raise(high, low, by);
    }
    const counter = this.#size++;
    this.#index[place] = counter + 1;
    this.#hashes[2 * counter] = high;
    this.#hashes[2 * counter + 1] = low;
    this.#counts[counter] = by;
    this.#reserveTexts();
    this.#texts[counter] = null;
    return counter;
  }

  /**
   * Add up counters that all have a text, as these have, and `reserveFor` them before. Those of another part of a table lie in
   * nearly the same order, that of their hashes: each is looked for about where the last one was before it is looked up.
   */
  addAlike({ hashes, counts, texts }: HashCountersState): void {
    const size = this.#size;
    const ownHashes = this.#hashes;
    const ownCounts = this.#counts;
    let expected = 0;
    for (let i = 0; i < counts.length; i++) {
      const high = hashes[2 * i] ?? 0;
      const low = hashes[2 * i + 1] ?? 0;
      let counter = expected;
      if (counter >= size || ownHashes[2 * counter + 1] !== low || ownHashes[2 * counter] !== high)
        counter = this.#near(expected, size, high, low);
      if (counter < size) {
        ownCounts[counter] = (ownCounts[counter] ?? 0) + (counts[i] ?? 0);
        expected = counter + 1;
        continue;
      }
      const raised = this.raise(high, low, counts[i] ?? 0);
      if (raised >= size) this.keepText(raised, texts.at(i) ?? null);
    }
  }

  /** One character more than is shown tells that there was more. */
  keepText(counter: number, text: string | null): void {
    const kept = this.textCharsMax + 1;
    this.#reserveTexts();
    // Joined anew, because a slice would keep the whole text alive.
    const isLonger = text !== null && text.length > kept;
    this.#texts[counter] = isLonger ? text.slice(0, kept).split("").join("") : text;
  }

  /** Room for so many more, and as many again. */
  reserveFor(more: number): void {
    const sizeMax = this.#size + more;
    if (sizeMax > this.#counts.length) this.#reserve(2 * sizeMax);
  }

  #reserve(counters: number): void {
    const counts = new Float64Array(counters);
    counts.set(this.#counts);
    this.#counts = counts;
    const hashes = new Uint32Array(2 * counters);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    this.#index = noWords;
  }

  /** From all counts; counters without a rest are dropped. */
  subtract(decrement: number): void {
    let kept = 0;
    for (let i = 0; i < this.#size; i++) {
      const rest = (this.#counts[i] ?? 0) - decrement;
      if (rest <= 0) continue;
      this.#counts[kept] = rest;
      this.#hashes[2 * kept] = this.#hashes[2 * i] ?? 0;
      this.#hashes[2 * kept + 1] = this.#hashes[2 * i + 1] ?? 0;
      // Asked for first: to keep it may take another array.
      const text = this.text(i);
      this.#texts[kept] = text;
      kept++;
    }
    this.#size = kept;
    this.#texts.length = kept;
    this.#givenTexts = [];
    this.#reindex();
  }

  /** Counters whose count is above `error`, in no particular order. */
  above(error: number): number[] {
    const counts = this.#counts;
    const size = this.#size;
    const found: number[] = [];
    for (let i = 0; i < size; i++) if ((counts[i] ?? 0) > error) found.push(i);
    return found;
  }

  /** The first `most` of those: by falling count, then by text. */
  firstAbove(error: number, most: number): number[] {
    const counts = this.#counts;
    const size = this.#size;
    const first: number[] = [];
    let least = 0;
    for (let i = 0; i < size; i++) {
      const count = counts[i] ?? 0;
      // Of thousands of counters hardly any is placed.
      if (count <= error || count < least) continue;
      this.#place(i, first, most);
      if (first.length === most) least = this.count(first[most - 1] ?? i);
    }
    return first;
  }

  /** The (rank + 1)-th largest count; 0 where there are fewer. */
  countAtRank(rank: number): number {
    let repeated = 0;
    for (let i = 0; i < this.#size; i++) if ((this.#counts[i] ?? 0) > 1) repeated++;
    // Nearly always so in columns of unique values, where this is asked every few hundred cells.
    if (repeated <= rank) return this.#size > rank ? 1 : 0;
    const ascending = this.#counts.slice(0, this.#size).sort();
    return ascending[this.#size - 1 - rank] ?? 0;
  }

  /** @returns a counter of the first `size`, or `size` where it is none about `expected` */
  #near(expected: number, size: number, high: number, low: number): number {
    const hashes = this.#hashes;
    const end = Math.min(size, expected + nearCounters);
    let counter = Math.max(0, expected - nearCounters);
    while (counter < end && (hashes[2 * counter + 1] !== low || hashes[2 * counter] !== high)) counter++;
    return counter < end ? counter : size;
  }

  #place(counter: number, first: number[], most: number): void {
    let place = first.length;
    while (place > 0 && this.#compare(counter, first[place - 1] ?? counter) < 0) place--;
    first.splice(place, 0, counter);
    if (first.length > most) first.pop();
  }

  /** Order of counters: by falling count, then by text; by hash where what was kept of two texts is equal. */
  #compare(a: number, b: number): number {
    const byCount = this.count(b) - this.count(a);
    if (byCount !== 0) return byCount;
    const aText = this.text(a) ?? "";
    const bText = this.text(b) ?? "";
    if (aText !== bText) return aText < bText ? -1 : 1;
    const byHigh = (this.#hashes[2 * a] ?? 0) - (this.#hashes[2 * b] ?? 0);
    return byHigh !== 0 ? byHigh : this.lowHash(a) - this.lowHash(b);
  }

  /** A place for the text of each counter: an array without them grows by one at a time, or becomes a table. */
  #reserveTexts(): void {
    if (this.#texts.length === 0) this.#texts = new Array(this.#size);
  }

  #reindex(): void {
    const places = 2 ** Math.ceil(Math.log2(2 * Math.max(countersMin, this.#counts.length)));
    const index = this.#index.length === places ? this.#index.fill(0) : new Uint32Array(places);
    const hashes = this.#hashes;
    const size = this.#size;
    const mask = places - 1;
    for (let counter = 0; counter < size; counter++) {
      let place = (hashes[2 * counter + 1] ?? 0) & mask;
      while (index[place] !== 0) place = (place + 1) & mask;
      index[place] = counter + 1;
    }
    this.#index = index;
  }
}

/** Undefined where others know whether there is one. */
type KnownText = string | null | undefined;

/** Texts of which some were asked for already, or came later. */
class PartlyKnownTexts implements CounterTexts {
  readonly known: readonly KnownText[];
  readonly others: CounterTexts;

  constructor(known: readonly KnownText[], others: CounterTexts) {
    this.known = known;
    this.others = others;
  }

  at(counter: number): string | null {
    const known = this.known[counter];
    return known === undefined ? (this.others.at(counter) ?? null) : known;
  }

  has(counter: number): boolean {
    const known = this.known[counter];
    return known === undefined ? hasText(this.others, counter) : known !== null;
  }
}

function hasText(texts: CounterTexts, counter: number): boolean {
  return texts.has?.(counter) ?? (texts.at(counter) ?? null) !== null;
}
