/** Seconds a client is asked to wait: an integer that grows with pressure, spread so that retries don't meet. */
export function retryAfterSeconds(
  [min, max]: readonly [number, number],
  pressureRatio: number,
  random: () => number,
): number {
  // Written so that a ratio that is no number counts as no pressure.
  const urgency = pressureRatio > 0.8 ? Math.min(1, (pressureRatio - 0.8) / 0.2) : 0
  const centre = min + urgency * (max - min) * 0.5
  const spread = (max - min) * 0.5
  return Math.round(Math.min(max, Math.max(min, centre + random() * spread)))
}
