/** From where on a difference between two profiles is a change. The help of `csvprofile diff` states the same figures. */

/** Of the number of rows, in percent. */
export const rowsPercentMin = 10;

/** Of the share of missing or invalid cells, in percentage points; from none to some and back always counts. */
export const sharePointsMin = 1;

/** Standard errors, of both figures together, beyond which two estimates differ. */
export const estimateErrorsMin = 3;

/** Of the number of distinct values, in percent. */
export const distinctPercentMin = 10;

/** Of p5, p25, p50, p75 or p95, in percent of the older range from p5 to p95, and beyond the figures' own error. */
export const quantilePercentMin = 10;
