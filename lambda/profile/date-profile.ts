/**
 * The dates of one column. Cells whose day and month can be swapped are kept in both readings until the whole
 * column is known; then the values that allow only one reading decide for the others.
 */
import { CalendarHistogram, type CalendarHistogramState } from "../statistics/calendar-histogram.ts";
import type { ColumnBudget } from "../statistics/column-budget.ts";
import { dayMs, isoText } from "../types/calendar.ts";
import type { DateOrder, DateReading } from "../types/date.ts";
import {
  dateFormatName,
  formatHasOrder,
  formatHasPoints,
  formatHasTime,
  formatHasZone,
} from "../types/date-format.ts";
import { spanText } from "./span-text.ts";
import type { DateFormatCount, DateHistogramSummary, DateOrderVerdict, DateStatistics } from "./summary.ts";

/** Which of the two orders the cells of one format allow. */
export interface FormatCounts {
  dayFirstOnly: number;
  monthFirstOnly: number;
  /** One reading, or two that are the same day (05/05/2024). */
  settled: number;
  ambiguous: number;
}

/** Plain numbers, as the kernel hands them over; `min` is Infinity and `max` −Infinity without an instant. */
export interface InstantsState {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly histogram: CalendarHistogramState;
}

export interface DateProfileState {
  readonly formats: ReadonlyMap<number, Readonly<FormatCounts>>;
  readonly settled: InstantsState;
  readonly asDayFirst: InstantsState;
  readonly asMonthFirst: InstantsState;
}

/** Instants of one reading. */
class Instants {
  /** Null where only the basic figures are asked for. */
  readonly histogram: CalendarHistogram | null = null;
  count = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;

  constructor({ figures, calendarBinsMax }: ColumnBudget, state: InstantsState | null = null) {
    if (figures !== "basic")
      this.histogram =
        state === null
          ? new CalendarHistogram(calendarBinsMax)
          : CalendarHistogram.from(state.histogram, calendarBinsMax);
    if (state === null) return;
    this.count = state.count;
    this.min = state.min;
    this.max = state.max;
  }

  add(epochMs: number): void {
    this.count++;
    if (epochMs < this.min) this.min = epochMs;
    if (epochMs > this.max) this.max = epochMs;
    this.histogram?.add(epochMs);
  }

  merge(other: Instants): void {
    this.count += other.count;
    if (other.histogram !== null) this.histogram?.merge(other.histogram);
    if (other.min < this.min) this.min = other.min;
    if (other.max > this.max) this.max = other.max;
  }
}

export interface DateOrderDecision {
  readonly order: DateOrder | null;
  readonly verdict: DateOrderVerdict;
}

/** Read when nothing tells day from month: pandas' default, and named as an assumption. */
const orderByDefault: DateOrder = "month_first";

export class DateProfile {
  readonly #formats = new Map<number, FormatCounts>();
  readonly #budget: ColumnBudget;
  readonly #settled: Instants;
  readonly #asDayFirst: Instants;
  readonly #asMonthFirst: Instants;

  constructor(budget: ColumnBudget, state: DateProfileState | null = null) {
    this.#budget = budget;
    this.#settled = new Instants(budget, state?.settled);
    this.#asDayFirst = new Instants(budget, state?.asDayFirst);
    this.#asMonthFirst = new Instants(budget, state?.asMonthFirst);
    for (const [format, counts] of state?.formats ?? []) this.#formats.set(format, { ...counts });
  }

  add(reading: DateReading): void {
    const { dayFirstMs, monthFirstMs, format } = reading;
    const counts = this.#countsOf(format);
    if (Number.isNaN(monthFirstMs)) {
      counts.dayFirstOnly++;
      this.#settled.add(dayFirstMs);
    } else if (Number.isNaN(dayFirstMs)) {
      counts.monthFirstOnly++;
      this.#settled.add(monthFirstMs);
    } else if (dayFirstMs === monthFirstMs) {
      counts.settled++;
      this.#settled.add(dayFirstMs);
    } else {
      counts.ambiguous++;
      this.#asDayFirst.add(dayFirstMs);
      this.#asMonthFirst.add(monthFirstMs);
    }
  }

  merge(other: DateProfile): void {
    for (const [format, theirs] of other.#formats) {
      const ours = this.#countsOf(format);
      ours.dayFirstOnly += theirs.dayFirstOnly;
      ours.monthFirstOnly += theirs.monthFirstOnly;
      ours.settled += theirs.settled;
      ours.ambiguous += theirs.ambiguous;
    }
    this.#settled.merge(other.#settled);
    this.#asDayFirst.merge(other.#asDayFirst);
    this.#asMonthFirst.merge(other.#asMonthFirst);
  }

  /**
   * @param stated The order that the uploader stated; the cells were then read in that order only.
   * @param elsewhere The order of the file's other dates, assumed here when no cell tells.
   */
  decideOrder(stated: DateOrder | null, elsewhere: DateOrder | null = null): DateOrderDecision {
    let dayFirst = 0;
    let monthFirst = 0;
    let ambiguous = 0;
    let ordered = 0;
    for (const [format, counts] of this.#formats) {
      dayFirst += counts.dayFirstOnly;
      monthFirst += counts.monthFirstOnly;
      ambiguous += counts.ambiguous;
      if (formatHasOrder(format)) ordered += counts.settled;
    }
    if (dayFirst + monthFirst + ambiguous + ordered === 0) return { order: null, verdict: "not_needed" };
    if (stated !== null) return { order: stated, verdict: "stated" };
    if (dayFirst > 0 && monthFirst > 0)
      return { order: dayFirst >= monthFirst ? "day_first" : "month_first", verdict: "mixed" };
    if (dayFirst > 0) return { order: "day_first", verdict: "decided" };
    if (monthFirst > 0) return { order: "month_first", verdict: "decided" };
    if (ambiguous > 0) return { order: elsewhere ?? this.#assumedOrder(), verdict: "ambiguous" };
    return { order: null, verdict: "not_needed" };
  }

  /** Counts by period, as fine as they are held; null where only the basic figures are asked for. */
  times(stated: DateOrder | null): CalendarHistogramState | null {
    return this.#range(this.decideOrder(stated).order).histogram?.state() ?? null;
  }

  /** Null without a date. Parameters as of `decideOrder`. */
  statistics(stated: DateOrder | null, elsewhere: DateOrder | null = null): DateStatistics | null {
    const { order, verdict } = this.decideOrder(stated, elsewhere);
    const range = this.#range(order);
    if (range.count === 0) return null;
    const formats = [...this.#formats.keys()];
    const time = formats.some(formatHasTime);
    const zone = formats.some(formatHasZone);
    return {
      count: range.count,
      min: isoText(range.min, time, zone),
      max: isoText(range.max, time, zone),
      span_days: Math.round(((range.max - range.min) / dayMs) * 1e6) / 1e6,
      span: spanText(range.min, range.max),
      formats: this.#formatCounts(order ?? orderByDefault),
      order,
      order_verdict: verdict,
      histogram: histogramSummary(range.histogram),
    };
  }

  /** With points the day comes first, in every locale of the Unicode CLDR that has them. */
  #assumedOrder(): DateOrder {
    const ordered = [...this.#formats.keys()].filter(formatHasOrder);
    return ordered.every(formatHasPoints) ? "day_first" : orderByDefault;
  }

  #range(order: DateOrder | null): Instants {
    const range = new Instants(this.#budget);
    range.merge(this.#settled);
    range.merge(order === "day_first" ? this.#asDayFirst : this.#asMonthFirst);
    return range;
  }

  #formatCounts(order: DateOrder): DateFormatCount[] {
    const named = new Map<string, number>();
    const count = (format: number, as: DateOrder, cells: number): void => {
      if (cells === 0) return;
      const name = dateFormatName(format, as);
      named.set(name, (named.get(name) ?? 0) + cells);
    };
    for (const [format, counts] of this.#formats) {
      count(format, "day_first", counts.dayFirstOnly);
      count(format, "month_first", counts.monthFirstOnly);
      count(format, order, counts.settled + counts.ambiguous);
    }
    return [...named]
      .map(([format, count]) => ({ format, count }))
      .sort((a, b) => b.count - a.count || (a.format < b.format ? -1 : 1));
  }

  #countsOf(format: number): FormatCounts {
    let counts = this.#formats.get(format);
    if (counts === undefined) {
      counts = { dayFirstOnly: 0, monthFirstOnly: 0, settled: 0, ambiguous: 0 };
      this.#formats.set(format, counts);
    }
    return counts;
  }
}

function histogramSummary(counted: CalendarHistogram | null): DateHistogramSummary | null {
  const histogram = counted?.histogram() ?? null;
  if (histogram === null) return null;
  const { unit, bins, below, above } = histogram;
  return {
    unit,
    bins: bins.map((bin) => ({ start: new Date(bin.start_ms).toISOString(), count: bin.count })),
    below,
    above,
  };
}
