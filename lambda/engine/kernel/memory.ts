/**
 * Regions of linear memory in powers of two. What is given back waits in a list of its size for the next region of
 * that size, so growing by doubling wastes nothing in the long run. Regions are zeroed and lie at multiples of 16.
 */

const regionBytesLog2Min = 5;
const pageBytesLog2 = 16;

/** Heads of the lists of free regions, by the binary logarithm of their size; 0 where there is none. */
const freeRegions = memory.data(32 * 4);

let top: usize = (__heap_base + 15) & ~15;

function sizeLog2(bytes: usize): i32 {
  const needed = 32 - clz<u32>(<u32>bytes - 1);
  return max<i32>(needed, regionBytesLog2Min);
}

/** A zeroed region of at least `bytes` (1 to 2^30). Traps when the memory's maximum is reached. */
export function allocate(bytes: usize): usize {
  const log2 = sizeLog2(bytes);
  const list = freeRegions + ((<usize>log2) << 2);
  const free = <usize>load<u32>(list);
  if (free !== 0) {
    store<u32>(list, load<u32>(free));
    memory.fill(free, 0, (<usize>1) << log2);
    return free;
  }
  const region = top;
  top += (<usize>1) << log2;
  const pagesMissing = <i32>((top + 0xffff) >> pageBytesLog2) - memory.size();
  // More than is missing, as long as there is more: V8 collects garbage nearly every time. Unwritten pages take no memory.
  if (
    pagesMissing > 0 &&
    memory.grow(max(pagesMissing, memory.size() >> 1)) < 0 &&
    memory.grow(pagesMissing) < 0
  )
    unreachable();
  return region;
}

/**
 * A region whose places are looked at before they are written to. The first look at a page of new memory maps one of zeros,
 * and the first write replaces that one, which all cores are told of: filled at once, it is one fault instead of two.
 */
export function allocateTable(bytes: usize): usize {
  const topBefore = top;
  const region = allocate(bytes);
  if (region >= topBefore) memory.fill(region, 0, bytes);
  return region;
}

/** Give back a region that was allocated with this size. */
export function release(region: usize, bytes: usize): void {
  const list = freeRegions + ((<usize>sizeLog2(bytes)) << 2);
  store<u32>(region, load<u32>(list));
  store<u32>(list, <u32>region);
}
