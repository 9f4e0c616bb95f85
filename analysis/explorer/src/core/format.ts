/** Numbers and dates as people read them. */
import type { SeriesWords } from "./words";

const MINUS = "−";
export function number(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  let text: string;
  if (size >= 1e9) text = (size / 1e9).toPrecision(3).replace(/\.?0+$/, "") + " billion";
  else if (size >= 1e6) text = (size / 1e6).toPrecision(3).replace(/\.?0+$/, "") + " million";
  else if (size >= 1000) text = Math.round(size).toLocaleString("en");
  else text = String(Number(size.toPrecision(digits)));
  return (value < 0 ? MINUS : "") + text;
}
export function signed(value: number, decimals = 1): string {
  if (!Number.isFinite(value)) return "–";
  const text = Math.abs(value).toFixed(decimals);
  return Number(text) === 0 ? text : (value < 0 ? MINUS : "+") + text;
}
export function fixed(value: number, decimals = 1): string {
  return Number.isFinite(value) ? (value < 0 ? MINUS : "") + Math.abs(value).toFixed(decimals) : "–";
}
export function percent(share: number, decimals = 0): string {
  if (!Number.isFinite(share)) return "–";
  const value = share * 100;
  if (decimals === 0 && value > 0 && value < 0.5) return "under 1 %";
  if (decimals === 0 && value > 99.5 && value < 100) return "over 99 %";
  return (value < 0 ? MINUS : "") + Math.abs(value).toFixed(decimals) + " %";
}
export function ofUnit(unit: SeriesWords["unit"]): (v: number) => string {
  return unit === "share" ? (v) => percent(v, 1) : unit === "usd" ? (v) => "$" + number(v) : unit === "countries" ? (v) => number(v, 4) : (v) => fixed(v, 2);
}
const DAY = 86400000;
export function dayOf(start: string, days: number): Date {
  return new Date(Date.parse(start + "T00:00:00Z") + days * DAY);
}
export function isoDay(start: string, days: number): string {
  return dayOf(start, days).toISOString().slice(0, 10);
}
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
export function longDate(iso: string): string {
  const [y, m, d] = iso.split("-").map(Number);
  return `${d} ${MONTHS[m - 1]} ${y}`;
}
export function monthYear(date: Date): string {
  return MONTHS[date.getUTCMonth()].slice(0, 3) + " " + date.getUTCFullYear();
}
export function decimalYear(start: string, days: number): number {
  const date = dayOf(start, days), y = date.getUTCFullYear();
  const a = Date.UTC(y, 0, 1), b = Date.UTC(y + 1, 0, 1);
  return y + (date.getTime() - a) / (b - a);
}
export const DAYS_PER_YEAR = 365.25;
/** The last day of a run whose end is exclusive. */
export function lastDay(end: string): string {
  return isoDay(end, -1);
}
export function plural(n: number, one: string, many = one + "s"): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}
