/** What the kernel asks of its driver. Rare by measure: at most five times a column and kind, or for odd cells. */

/**
 * Classify a trimmed cell that the kernel could not decide on; its number or date goes to `replyAt`.
 * @returns its kind
 */
export declare function classify(column: i32, from: usize, to: usize): i32;

/** One of the first cells of a kind. `row` counts from 1. */
export declare function example(column: i32, kind: i32, row: f64, line: f64, from: usize, to: usize): void;

/** One of the first rows of an odd kind; `fields` is how many it had. */
export declare function oddRow(kind: i32, row: f64, line: f64, fields: i32): void;

/** A text that may be a formatted number. */
export declare function formattedNumber(column: i32, from: usize, to: usize): void;

/** A text for the sample of distinct ones. @returns the greatest high half of a hash that it takes from now on */
export declare function sampleText(column: i32, high: u32, low: u32, from: usize, to: usize): u32;
