// Does a series grow? Judged by the median of all slopes between its points, which neither peaks nor dips of the garbage collector move.

export interface Point {
  /** Seconds since the start. */
  readonly at: number;
  readonly value: number;
}

/** Growth an hour, in the unit of the values, with the bounds between which the true one lies in 95 of 100 cases. */
export interface Slope {
  readonly perHour: number;
  readonly least: number;
  readonly most: number;
}

/**
 * `grows`: by more than the limit, whatever the noise. `steady`: surely by no more. `undecided`: too few points, or too noisy to say;
 * what cannot be told is not called steady.
 */
export type Growth =
  | { readonly kind: 'steady' | 'grows' | 'undecided'; readonly slope: Slope }
  | { readonly kind: 'undecided'; readonly slope: undefined };

const fewest = 8;
const secondsAnHour = 3600;
/** Of the normal distribution, for 95 %. */
const z95 = 1.96;

/**
 * Theil's slope with Sen's bounds (P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", 1968).
 * @returns undefined for fewer than 8 points, or all at one time
 */
export function slopeOf(points: readonly Point[]): Slope | undefined {
  const { length: count } = points;
  if (count < fewest) return undefined;
  const slopes = points
    .flatMap((one, index) =>
      points
        .slice(index + 1)
        .filter(({ at }) => at !== one.at)
        .map((other) => ((other.value - one.value) / (other.at - one.at)) * secondsAnHour),
    )
    .toSorted((one, other) => one - other);
  const spread = z95 * Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18);
  const at = (place: number): number | undefined =>
    slopes[Math.min(slopes.length - 1, Math.max(0, Math.round(place)))];
  const [least, perHour, most] = [
    at((slopes.length - spread) / 2 - 1),
    at((slopes.length - 1) / 2),
    at((slopes.length + spread) / 2),
  ];
  if (perHour === undefined || least === undefined || most === undefined) return undefined;
  return { perHour, least, most };
}

/** @param limit growth an hour that is still taken for none, in the unit of the values */
export function growthOf(points: readonly Point[], limit: number): Growth {
  const slope = slopeOf(points);
  if (slope === undefined) return { kind: 'undecided', slope };
  if (slope.least > limit) return { kind: 'grows', slope };
  return { kind: slope.most <= limit ? 'steady' : 'undecided', slope };
}

/** The points after the warm-up. @param warmUp seconds from the start */
export const settled = (points: readonly Point[], warmUp: number): readonly Point[] =>
  points.filter(({ at }) => at >= warmUp);
