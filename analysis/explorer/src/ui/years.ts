/** The account nearest to a date. */
export function nearest(years: ArrayLike<number>, year: number): number {
  let best = 0;
  for (let i = 1; i < years.length; i++) if (Math.abs(years[i] - year) < Math.abs(years[best] - year)) best = i;
  return best;
}
