// Times as Azure writes them, and the ISO 8601 durations of JIT policies.

/** `instant` with Azure's seven fractional digits; `beyond` are the four that JavaScript's milliseconds cannot hold. */
export const azureTime = (instant: number, beyond = 0): string =>
  new Date(instant).toISOString().replace('Z', `${String(beyond % 10_000).padStart(4, '0')}Z`);

const durationPattern = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Milliseconds of a duration such as `PT3H` or `P1D`; `undefined` when it is none. */
export const durationMs = (text: string): number | undefined => {
  const match = durationPattern.exec(text);
  if (match === null || !/\d/.test(text)) return undefined;
  const [days, hours, minutes, seconds] = match.slice(1).map((digits) => Number(digits ?? 0));
  return ((((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
};
