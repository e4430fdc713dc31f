/** Quickselect (Hoare 1961) over doubles in memory, which it reorders. @returns the (rank + 1)-th smallest */
export function smallestAtRank(numbers: usize, length: u32, rank: u32): f64 {
  let low: i32 = 0;
  let high: i32 = <i32>length - 1;
  const wanted = <i32>rank;
  while (low < high) {
    const pivot = load<f64>(numbers + ((<usize>((low + high) >> 1)) << 3));
    let i = low;
    let j = high;
    while (i <= j) {
      while (load<f64>(numbers + ((<usize>i) << 3)) < pivot) i++;
      while (load<f64>(numbers + ((<usize>j) << 3)) > pivot) j--;
      if (i > j) break;
      const left = numbers + ((<usize>i) << 3);
      const right = numbers + ((<usize>j) << 3);
      const held = load<f64>(left);
      store<f64>(left, load<f64>(right));
      store<f64>(right, held);
      i++;
      j--;
    }
    if (wanted <= j) high = j;
    else if (wanted >= i) low = i;
    else break;
  }
  return load<f64>(numbers + ((<usize>wanted) << 3));
}
