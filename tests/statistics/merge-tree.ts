import { random, shuffled } from "./data.ts";

interface Mergeable<Self> {
  merge(other: Self): void;
}

/** Cut the items at random, shuffled or not, fill a state from each part and merge the states in a random tree. */
export function mergeTree<Item, State extends Mergeable<State>>(
  items: readonly Item[],
  seed: number,
  order: "kept" | "shuffled",
  create: () => State,
  add: (state: State, item: Item) => void,
): State {
  const next = random(seed);
  const source = order === "shuffled" ? shuffled(items, seed) : items;
  const partCount = 1 + Math.floor(next() * 6);
  const cuts = Array.from({ length: partCount - 1 }, () => Math.floor(next() * (source.length + 1)));
  const borders = [0, ...cuts.sort((a, b) => a - b), source.length];
  const states = borders.slice(1).map((end, i) => {
    const state = create();
    for (const item of source.slice(borders[i], end)) add(state, item);
    return state;
  });
  while (states.length > 1) {
    const from = states.splice(Math.floor(next() * states.length), 1)[0];
    const into = states[Math.floor(next() * states.length)];
    if (from !== undefined && into !== undefined) into.merge(from);
  }
  return states[0] ?? create();
}
