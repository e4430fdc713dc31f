/**
 * The numbers of a column: sums of powers of deviations, a compensated sum, extremes, and how many are zero,
 * negative, or no integer. The formulas
 * are those of lambda/statistics/{moments,compensated-sum,extremes}.ts.
 */
import {
  numbersCompensation,
  numbersCount,
  numbersFractions,
  numbersM2,
  numbersM3,
  numbersM4,
  numbersMax,
  numbersMean,
  numbersMeanLow,
  numbersMin,
  numbersNegatives,
  numbersSum,
  numbersZeros,
} from "../layout";

export function prepareNumberState(numbers: usize): void {
  store<f64>(numbers, Infinity, numbersMin);
  store<f64>(numbers, -Infinity, numbersMax);
}

/** Add a block of numbers: three passes over it, then one merge, without a division per number. */
export function addMoments(numbers: usize, values: usize, length: i32): void {
  if (length === 0) return;
  const rough = addSumAndExtremes(numbers, values, length) / <f64>length;
  if (!Number.isFinite(rough)) {
    const end = values + ((<usize>length) << 3);
    for (let at = values; at < end; at += 8) addMoment(numbers, load<f64>(at));
    return;
  }
  // What rounding left of the sum.
  const step = sumOfDeviations(values, length, rough) / <f64>length;
  const mean = rough + step;
  addDeviations(numbers, values, length, mean, rough - mean + step);
}

/**
 * Add numbers that have come before, so that their extremes are known; of magnitudes whose multiples are finite.
 *
 * @param weighted pairs of a number and how often it came
 */
export function addWeightedMoments(numbers: usize, weighted: usize, end: usize): void {
  let count: f64 = 0;
  let sum: f64 = 0;
  for (let at = weighted; at < end; at += 16) {
    const x = load<f64>(at);
    const times = load<f64>(at, 8);
    count += times;
    sum += x * times;
    addToSum(numbers, x * times);
    if (x === 0) addTo(numbers, numbersZeros, times);
    if (x < 0) addTo(numbers, numbersNegatives, times);
    if (x !== trunc(x)) addTo(numbers, numbersFractions, times);
  }
  const rough = sum / count;
  let deviations: f64 = 0;
  for (let at = weighted; at < end; at += 16) deviations += (load<f64>(at) - rough) * load<f64>(at, 8);
  const step = deviations / count;
  const mean = rough + step;
  const meanLow = rough - mean + step;
  let m2: f64 = 0;
  let m3: f64 = 0;
  let m4: f64 = 0;
  for (let at = weighted; at < end; at += 16) {
    const delta = load<f64>(at) - mean - meanLow;
    const square = delta * delta;
    const times = load<f64>(at, 8);
    m2 += square * times;
    m3 += square * delta * times;
    m4 += square * square * times;
  }
  mergeMoments(numbers, count, mean, meanLow, m2, m3, m4);
}

function sumOfDeviations(values: usize, length: i32, origin: f64): f64 {
  const pairsEnd = values + ((<usize>(length & ~1)) << 3);
  const origins = f64x2.splat(origin);
  let sums = f64x2.splat(0);
  for (let at = values; at < pairsEnd; at += 16) sums = f64x2.add(sums, f64x2.sub(v128.load(at), origins));
  const sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  return (length & 1) !== 0 ? sum + (load<f64>(pairsEnd) - origin) : sum;
}

/** Sums of powers of the deviations from the mean, which is given in two doubles. */
function addDeviations(numbers: usize, values: usize, length: i32, mean: f64, meanLow: f64): void {
  const pairsEnd = values + ((<usize>(length & ~1)) << 3);
  const means = f64x2.splat(mean);
  const meansLow = f64x2.splat(meanLow);
  let squares = f64x2.splat(0);
  let cubes = f64x2.splat(0);
  let fourths = f64x2.splat(0);
  for (let at = values; at < pairsEnd; at += 16) {
    const delta = f64x2.sub(f64x2.sub(v128.load(at), means), meansLow);
    const square = f64x2.mul(delta, delta);
    squares = f64x2.add(squares, square);
    cubes = f64x2.add(cubes, f64x2.mul(square, delta));
    fourths = f64x2.add(fourths, f64x2.mul(square, square));
  }
  let m2 = f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
  let m3 = f64x2.extract_lane(cubes, 0) + f64x2.extract_lane(cubes, 1);
  let m4 = f64x2.extract_lane(fourths, 0) + f64x2.extract_lane(fourths, 1);
  if ((length & 1) !== 0) {
    const delta = load<f64>(pairsEnd) - mean - meanLow;
    const square = delta * delta;
    m2 += square;
    m3 += square * delta;
    m4 += square * square;
  }
  mergeMoments(numbers, <f64>length, mean, meanLow, m2, m3, m4);
}

/** The mean moves by a step that is small beside it; what rounding takes away is kept. */
function moveMean(numbers: usize, step: f64): void {
  const before = load<f64>(numbers, numbersMean);
  const after = before + step;
  const added = after - before;
  const lost = before - (after - added) + (step - added);
  store<f64>(numbers, load<f64>(numbers, numbersMeanLow) + lost, numbersMeanLow);
  store<f64>(numbers, after, numbersMean);
}

/** Two numbers at a time, each lane with a sum of its own. @returns the sum of the block */
function addSumAndExtremes(numbers: usize, values: usize, length: i32): f64 {
  const pairsEnd = values + ((<usize>(length & ~1)) << 3);
  const zero = f64x2.splat(0);
  let sums = zero;
  let compensations = zero;
  let least = f64x2.splat(load<f64>(numbers, numbersMin));
  let greatest = f64x2.splat(load<f64>(numbers, numbersMax));
  // Counted down: a lane that is true is −1.
  let zeros = i64x2.splat(0);
  let negatives = i64x2.splat(0);
  let fractions = i64x2.splat(0);
  for (let at = values; at < pairsEnd; at += 16) {
    const x = v128.load(at);
    const after = f64x2.add(sums, x);
    const added = f64x2.sub(after, sums);
    const lost = f64x2.add(f64x2.sub(sums, f64x2.sub(after, added)), f64x2.sub(x, added));
    compensations = f64x2.add(compensations, lost);
    sums = after;
    least = f64x2.pmin(least, x);
    greatest = f64x2.pmax(greatest, x);
    zeros = i64x2.add(zeros, f64x2.eq(x, zero));
    negatives = i64x2.add(negatives, f64x2.lt(x, zero));
    fractions = i64x2.add(fractions, f64x2.ne(x, f64x2.trunc(x)));
  }
  const compensation = f64x2.extract_lane(compensations, 0) + f64x2.extract_lane(compensations, 1);
  let min0 = min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1));
  let max0 = max(f64x2.extract_lane(greatest, 0), f64x2.extract_lane(greatest, 1));
  let odd: f64 = 0;
  if ((length & 1) !== 0) {
    odd = load<f64>(pairsEnd);
    min0 = min(min0, odd);
    max0 = max(max0, odd);
    addTo(numbers, numbersZeros, f64(odd === 0));
    addTo(numbers, numbersNegatives, f64(odd < 0));
    addTo(numbers, numbersFractions, f64(odd !== trunc(odd)));
  }
  addTo(numbers, numbersZeros, -(<f64>lanesSum(zeros)));
  addTo(numbers, numbersNegatives, -(<f64>lanesSum(negatives)));
  addTo(numbers, numbersFractions, -(<f64>lanesSum(fractions)));
  store<f64>(numbers, min0, numbersMin);
  store<f64>(numbers, max0, numbersMax);
  const first = f64x2.extract_lane(sums, 0);
  const second = f64x2.extract_lane(sums, 1);
  const sum = first + second + odd + compensation;
  if (!Number.isFinite(sum)) {
    // Lanes may overflow where the sum in the order of the file does not.
    for (let at = values; at < values + ((<usize>length) << 3); at += 8) addToSum(numbers, load<f64>(at));
    return sum;
  }
  addToSum(numbers, first);
  addToSum(numbers, second);
  addToSum(numbers, odd);
  store<f64>(numbers, load<f64>(numbers, numbersCompensation) + compensation, numbersCompensation);
  return sum;
}

function lanesSum(lanes: v128): i64 {
  return i64x2.extract_lane(lanes, 0) + i64x2.extract_lane(lanes, 1);
}

function addTo(numbers: usize, offset: usize, by: f64): void {
  store<f64>(numbers + offset, load<f64>(numbers + offset) + by);
}

/** What rounding takes away from the sum is kept. */
function addToSum(numbers: usize, x: f64): void {
  const sum = load<f64>(numbers, numbersSum);
  const after = sum + x;
  const added = after - sum;
  const lost = sum - (after - added) + (x - added);
  store<f64>(numbers, load<f64>(numbers, numbersCompensation) + lost, numbersCompensation);
  store<f64>(numbers, after, numbersSum);
}

/** One number, where the mean of a block overflows. */
function addMoment(numbers: usize, x: f64): void {
  const before = load<f64>(numbers, numbersCount);
  const mean = load<f64>(numbers, numbersMean);
  const m2 = load<f64>(numbers, numbersM2);
  const m3 = load<f64>(numbers, numbersM3);
  const n = before + 1;
  const delta = x - mean - load<f64>(numbers, numbersMeanLow);
  const step = delta / n;
  const stepSquared = step * step;
  const term = delta * step * before;
  store<f64>(numbers, n, numbersCount);
  if (Number.isFinite(delta)) moveMean(numbers, step);
  else store<f64>(numbers, mean + (x / n - mean / n), numbersMean);
  store<f64>(
    numbers,
    load<f64>(numbers, numbersM4) +
      term * stepSquared * (n * n - 3 * n + 3) +
      6 * stepSquared * m2 -
      4 * step * m3,
    numbersM4,
  );
  store<f64>(numbers, m3 + term * step * (n - 2) - 3 * step * m2, numbersM3);
  store<f64>(numbers, m2 + term, numbersM2);
}

function mergeMoments(
  numbers: usize,
  b: f64,
  otherMean: f64,
  otherMeanLow: f64,
  otherM2: f64,
  otherM3: f64,
  otherM4: f64,
): void {
  const a = load<f64>(numbers, numbersCount);
  if (a === 0) {
    // Not by the formula below, whose quotient rounds the mean.
    store<f64>(numbers, b, numbersCount);
    store<f64>(numbers, otherMean, numbersMean);
    store<f64>(numbers, otherMeanLow, numbersMeanLow);
    store<f64>(numbers, otherM2, numbersM2);
    store<f64>(numbers, otherM3, numbersM3);
    store<f64>(numbers, otherM4, numbersM4);
    return;
  }
  const mean = load<f64>(numbers, numbersMean);
  const m2 = load<f64>(numbers, numbersM2);
  const m3 = load<f64>(numbers, numbersM3);
  const n = a + b;
  const delta = otherMean - mean + (otherMeanLow - load<f64>(numbers, numbersMeanLow));
  const step = delta / n;
  const stepSquared = step * step;
  const m4 =
    load<f64>(numbers, numbersM4) +
    (otherM4 +
      delta * step * stepSquared * a * b * (a * a - a * b + b * b) +
      6 * stepSquared * (a * a * otherM2 + b * b * m2) +
      4 * step * (a * otherM3 - b * m3));
  store<f64>(numbers, m4, numbersM4);
  store<f64>(
    numbers,
    m3 + (otherM3 + delta * stepSquared * a * b * (a - b) + 3 * step * (a * otherM2 - b * m2)),
    numbersM3,
  );
  store<f64>(numbers, m2 + (otherM2 + delta * step * a * b), numbersM2);
  if (Number.isFinite(delta)) moveMean(numbers, step * b);
  else store<f64>(numbers, mean * (a / n) + otherMean * (b / n), numbersMean);
  store<f64>(numbers, n, numbersCount);
}
