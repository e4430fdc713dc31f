/** Doubles that are kept one by one: u32 address, u32 length and u32 capacity of their list lie side by side in its owner's state. */
import { listCapacity, listLength } from "../layout";
import { allocate, release } from "./memory";

export function appendDoubles(list: usize, values: usize, length: u32): void {
  memory.copy(extendList(list, length), values, (<usize>length) << 3);
}

/** The list becomes longer. @returns where the new ones are to be written */
export function extendList(list: usize, by: u32): usize {
  const length = load<u32>(list, listLength);
  const capacity = load<u32>(list, listCapacity);
  if (length + by > capacity) {
    // All of its region, which is a power of two.
    const grown: u32 = 1 << (32 - clz<u32>(length + by - 1));
    const region = allocate((<usize>grown) << 3);
    memory.copy(region, <usize>load<u32>(list), (<usize>length) << 3);
    releaseRegion(list);
    store<u32>(list, <u32>region);
    store<u32>(list, grown, listCapacity);
  }
  store<u32>(list, length + by, listLength);
  return <usize>load<u32>(list) + ((<usize>length) << 3);
}

export function releaseList(list: usize): void {
  releaseRegion(list);
  store<u64>(list, 0);
  store<u32>(list, 0, listCapacity);
}

function releaseRegion(list: usize): void {
  const capacity = load<u32>(list, listCapacity);
  if (capacity > 0) release(<usize>load<u32>(list), (<usize>capacity) << 3);
}
