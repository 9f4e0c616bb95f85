/** The levers in front: what each moves, in words, and how far its slider goes. */
import type { Parameter } from "../core/types";
import { SERVICE_WORDS, STATUS_WORDS, STATUS_KEYS, plain } from "../core/words";

export interface Lever { path: string; words: string; unit: string; low: number; high: number }
const L = (path: string, words: string, unit: string, low: number, high: number): Lever => ({ path, words, unit, low, high });

/** For each of the twelve services: first what is done, then what is promised, then how much it counts. */
export const SERVICES: { key: string; what: string; levers: Lever[] }[] = [
  ["training", "Places for training people in AI.", L("incentive.training.seats_per_year", "Training places", "a year", 0, 20000)],
  ["model_access", "Access to the sponsor's AI models.", L("incentive.model_access.support", "Of what models can do, kept for members", "share", 0, 1)],
  ["compute_sharing", "Computing capacity that the sponsor gives.", L("incentive.compute_sharing.pool", "Computing capacity given", "countries' worth", 0, 200)],
  ["research", "Joint research of members.", L("incentive.research.half", "Research needed until it is worth half (less is better)", "", 0.5, 40)],
  ["datasets", "Datasets that members share.", L("incentive.datasets.release_rate", "Datasets released", "a year", 0, 20)],
  ["platform", "A platform that grows with its members.", L("incentive.platform.half", "Members needed until it is worth half (less is better)", "members", 1, 150)],
  ["standards", "Common standards that ease trade.", L("standards.progress_gain", "Progress with each adopted draft", "share", 0, 0.6)],
  ["affordability", "Cheaper systems for members.", L("incentive.affordability.discount", "Price advantage for members", "share", 0, 1)],
  ["equity_fund", "A fund that pays to the poorer half.", L("incentive.equity_fund.grant_usd", "Grant of the sponsor", "US$ a year", 0, 10e9)],
  ["rapid_response", "Teams that help after AI incidents.", L("incentive.rapid_response.teams", "Response teams", "teams", 0, 40)],
  ["public_goods", "Projects for poorer countries.", L("incentive.public_goods.project_rate", "Projects finished", "a year", 0, 30)],
  ["voice", "A say in making the rules.", L("voting.corporate_share", "Votes held by firms (less is more voice)", "share", 0, 0.5)],
].map(([key, what, main]) => ({
  key: key as string, what: what as string,
  levers: [main as Lever, L(`incentive.${key as string}.promise`, "Promised before the start", "of what could be wanted", 0, 1), L(`incentive.${key as string}.weight`, "How much it counts for a country", "logit", 0, 5)],
}));

export const RIVALS: { name: string; what: string; levers: Lever[] }[] = [
  { name: "The US-led bloc", what: "A technology bloc that prefers that nobody is in both.", levers: [
    L("rival.us.pressure", "Pressure on countries that would join", "0 to 1", 0, 1), L("rival.us.offer_rate", "Offers to wavering countries", "a year at full pressure", 0, 60),
    L("rival.us.exclusivity", "How much it minds double membership", "logit", 0, 6), L("rival.us.cost", "What joining it costs", "logit", 0, 10), L("rival.us.control_high", "Shared compute lost under tight export controls", "share", 0, 1)] },
  { name: "The rights-based framework", what: "A framework of binding rules around rights.", levers: [
    L("rival.rights.norms", "Pull on countries that put rights first", "logit", 0, 6), L("rival.rights.trade", "Pull on partners of the EU", "logit", 0, 6),
    L("rival.rights.exclusivity", "How much it minds double membership", "logit", 0, 6), L("rival.rights.cost", "What joining it costs", "logit", 0, 8)] },
];
export const OTHERS: { name: string; what: string; levers: Lever[] }[] = [
  { name: "How countries decide", what: "What weighs in every decision.", levers: [
    L("affinity.peers", "Weight of what neighbours and blocs do", "logit", 0, 6), L("affinity.alignment", "Weight of political alignment", "logit", 0, 8), L("affinity.ties", "Weight of Silk Road ties", "logit", 0, 8),
    L("cost.autonomy", "Cost of standards unlike one's own", "logit", 0, 6), L("cost.data", "Cost of conflict with data-protection law", "logit", 0, 6), L("cost.dues", "Cost of dues", "logit", 0, 4)] },
  { name: "Rules and treaty", what: "How the organisation is made.", levers: [
    L("standards.data_sharing", "Duty to share data", "0 to 1", 0, 1), L("standards.adequacy", "Agreement with strict data-protection regimes", "0 to 1", 0, 1), L("standards.national_adaptation", "Room for national adaptation", "0 to 1", 0, 1),
    L("trust.transparency", "Transparency of the organisation", "0 to 1", 0, 1), L("charter.ratifications_to_enter", "Ratifications needed to start", "states", 1, 60), L("charter.setup_years", "From entry into force to operation", "years", 0, 6)] },
  { name: "Events", what: "What happens around it.", levers: [
    L("shock.incident_rate", "Serious AI incidents", "a year", 0, 12), L("shock.sponsor_origin", "Of them from the sponsor's systems", "share", 0, 1), L("leader.taste", "How far leaders differ in taste", "logit", 0, 3)] },
];

const ALL = new Map([...SERVICES, ...RIVALS, ...OTHERS].flatMap((g) => g.levers).map((l) => [l.path, l]));
export const leverOf = (path: string): Lever | undefined => ALL.get(path);
export const allLevers = (): Lever[] => [...ALL.values()];

/** The name of a parameter for people, where it stands alone. */
export function nameOf(path: string, meaning = ""): string {
  const lever = ALL.get(path), parts = path.split(".");
  const owner = parts[0] === "incentive" ? SERVICE_WORDS[parts[1]] : parts[1] === "us" ? "US-led bloc" : parts[1] === "rights" ? "Rights-based framework" : parts[0] === "status" ? "Status “" + (STATUS_WORDS[STATUS_KEYS.indexOf(parts[1])] ?? parts[1]) + "”" : "";
  const what = lever ? lever.words : meaning || plain(parts[parts.length - 1]);
  return owner ? `${owner}: ${what[0].toLowerCase()}${what.slice(1)}` : what[0].toUpperCase() + what.slice(1);
}

/** Where a slider goes for any parameter: its lever's range, else a stretch around the preset within its limits. */
export function stretch(p: Parameter): [number, number] {
  const lever = ALL.get(p.path);
  if (lever) return [Math.max(p.min, lever.low), Math.min(p.max, lever.high)];
  if (p.max - p.min <= 2) return [p.min, p.max];
  const size = Math.max(Math.abs(p.preset) * 5, p.unit.startsWith("logit") ? 5 : 1);
  return [Math.max(p.min, p.min < 0 ? -size : 0), Math.min(p.max, size)];
}

/** Position in [0, 1] to value and back: the square where the stretch is long, so that small values can be set. */
export function curved(low: number, high: number, preset: number): { toValue(u: number): number; toPlace(v: number): number } {
  const power = low >= 0 && high > 0 && preset > 0 && (preset - low) / (high - low) < 0.2 ? Math.min(6, Math.log((preset - low) / (high - low)) / Math.log(0.3)) : 1;
  return {
    toValue: (u) => low + (high - low) * u ** power,
    toPlace: (v) => Math.max(0, Math.min(1, (Math.max(low, Math.min(high, v)) - low) / (high - low))) ** (1 / power),
  };
}
/** A value with as many digits as a slider can mean. */
export function rounded(v: number, p: Parameter): number {
  if (p.whole) return Math.round(v);
  const digits = Number(v.toPrecision(3));
  return Math.max(p.min, Math.min(p.max, Math.abs(digits) < 1e-9 ? 0 : digits));
}
