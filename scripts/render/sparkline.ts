/** Distributions in the width of a word: `▁▂▅█▇▃▁`. */

const blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/**
 * Bars in eighths of the tallest. Nothing is a blank, and what is there is seen: the least count has the lowest bar.
 * More counts than `widthMax` are spread over that many bars, each getting what lies below it.
 */
export function sparkline(counts: readonly number[], widthMax: number): string {
  const bars = counts.length > widthMax ? spread(counts, widthMax) : counts;
  const tallest = bars.reduce((most, count) => Math.max(most, count), 0);
  return bars
    .map((count) => {
      if (!(count > 0)) return " ";
      const eighth = Math.min(blocks.length, Math.max(1, Math.round((count / tallest) * blocks.length)));
      return blocks[eighth - 1] ?? " ";
    })
    .join("");
}

function spread(counts: readonly number[], width: number): number[] {
  const bars: number[] = new Array(width).fill(0);
  const scale = width / counts.length;
  for (const [index, count] of counts.entries()) {
    const from = index * scale;
    const to = from + scale;
    const first = Math.floor(from);
    // A count reaches into two bars at most, because there are fewer bars than counts.
    const within = Math.min(to, first + 1) - from;
    bars[first] = (bars[first] ?? 0) + (count * within) / scale;
    if (to - first > 1 + 1e-9) bars[first + 1] = (bars[first + 1] ?? 0) + (count * (to - first - 1)) / scale;
  }
  return bars;
}
