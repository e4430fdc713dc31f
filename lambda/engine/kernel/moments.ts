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
  addSumAndExtremes(numbers, values, length);
  const rough = sumOfDeviations(values, length, 0) / <f64>length;
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

function addSumAndExtremes(numbers: usize, values: usize, length: i32): void {
  const end = values + ((<usize>length) << 3);
  let sum = load<f64>(numbers, numbersSum);
  let compensation = load<f64>(numbers, numbersCompensation);
  let least = load<f64>(numbers, numbersMin);
  let greatest = load<f64>(numbers, numbersMax);
  let zeros = 0;
  let negatives = 0;
  let fractions = 0;
  for (let at = values; at < end; at += 8) {
    const x = load<f64>(at);
    const after = sum + x;
    const added = after - sum;
    compensation += sum - (after - added) + (x - added);
    sum = after;
    least = min(least, x);
    greatest = max(greatest, x);
    zeros += i32(x === 0);
    negatives += i32(x < 0);
    fractions += i32(x !== trunc(x));
  }
  store<f64>(numbers, sum, numbersSum);
  store<f64>(numbers, compensation, numbersCompensation);
  store<f64>(numbers, least, numbersMin);
  store<f64>(numbers, greatest, numbersMax);
  store<f64>(numbers, load<f64>(numbers, numbersZeros) + <f64>zeros, numbersZeros);
  store<f64>(numbers, load<f64>(numbers, numbersNegatives) + <f64>negatives, numbersNegatives);
  store<f64>(numbers, load<f64>(numbers, numbersFractions) + <f64>fractions, numbersFractions);
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
