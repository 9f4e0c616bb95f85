/** The words for people; the terms of the model stand behind a click. */

export const STATUS_WORDS = ["no part", "takes part in preparations", "observer", "signed, not yet ratified", "associate member",
  "full member", "core member", "membership frozen", "withdrawn"];
export const STATUS_KEYS = ["none", "interested", "observer", "signatory", "associate", "full", "core", "frozen", "withdrawn"];
export const MEMBER = [4, 5, 6];
export const SIGNED = [3, 4, 5, 6, 7];

export interface SeriesWords { name: string; unit: "countries" | "share" | "index" | "usd"; help: string; group: string }
const S = (name: string, unit: SeriesWords["unit"], group: string, help: string): SeriesWords => ({ name, unit, group, help });
export const SERIES: Record<string, SeriesWords> = {
  n_members: S("Members", "countries", "Size", "Associate, full and core members; China, the sponsor, is not counted."),
  n_signed: S("Signed", "countries", "Size", "Countries that have signed and not left: with or without ratification, also with frozen membership."),
  gdp_share: S("Share of world GDP", "share", "Size", "Share of world GDP held by members, China included."),
  population_share: S("Share of world population", "share", "Size", "Share of the world's people living in members, China included."),
  un_vote_share: S("Share of UN votes", "share", "Size", "Members' share of the votes in the UN General Assembly, China included."),
  south_coverage: S("Poorer half covered", "share", "Size", "Share of the poorer half of countries that are members."),
  n_us: S("US-led bloc", "countries", "Rivals", "Members of the US-led technology bloc."),
  n_rights: S("Rights-based framework", "countries", "Rivals", "Members of the rights-based framework."),
  overlap_us: S("Members also in the US-led bloc", "countries", "Rivals", "Countries that are in both."),
  overlap_rights: S("Members also in the rights-based framework", "countries", "Rivals", "Countries that are in both."),
  fragmentation: S("Division of the world economy", "index", "Rivals", "0: all in one camp; 0.8: five camps of equal weight in world GDP."),
  trust: S("Trust in the organisation", "index", "Inside", "0 to 1; grows when promises are kept, falls when they are broken."),
  governance_demand: S("Demand for AI rules", "index", "Inside", "Jumps after AI incidents and fades."),
  standards_position: S("Position of the standards", "index", "Inside", "−1: sovereign and state-led; +1: rights-based."),
  standards_stringency: S("Strictness of the standards", "index", "Inside", "0: none; 1: fully binding."),
  standards_progress: S("Progress of harmonisation", "index", "Inside", "0 to 1."),
  export_control: S("Shared compute lost to export controls", "share", "Inside", "Share of the computing capacity that controls withhold."),
  fund_inflow: S("Equity fund: inflow", "usd", "Inside", "US dollars a year."),
  fund_payout: S("Equity fund: payout", "usd", "Inside", "US dollars a year."),
  capability_gini: S("Inequality of AI capability", "index", "Inside", "Gini coefficient over countries: 0 equal, 1 all in one."),
};
export const SERVICE_WORDS: Record<string, string> = {
  training: "Training", model_access: "Access to AI models", compute_sharing: "Compute sharing", research: "Joint research",
  datasets: "Shared datasets", platform: "Common platform", standards: "Common standards", affordability: "Affordable systems",
  equity_fund: "Equity fund", rapid_response: "Help after incidents", public_goods: "Public goods", voice: "A voice in the rules",
};
export function seriesWords(key: string): SeriesWords {
  const [head, tail] = key.split(".");
  if (head === "service") return S(SERVICE_WORDS[tail] ?? plain(tail), "index", "Services", "How much of what countries could want is delivered: 0 to 1. Before the start of operation: what is promised.");
  if (head === "n_status") return S("Status: " + (STATUS_WORDS[STATUS_KEYS.indexOf(tail)] ?? plain(tail)), "countries", "Statuses", "Countries in this status, China not counted.");
  return SERIES[key] ?? S(plain(key), "index", "Other", "");
}
export function plain(word: string): string {
  return word.replace(/_/g, " ");
}

export const TERM_WORDS: Record<string, string> = {
  constant: "general disposition and the occasion", training: "training places", model_access: "access to AI models",
  compute_sharing: "shared computing capacity", research: "joint research", datasets: "shared datasets",
  platform: "the common platform", standards: "common standards for trade", affordability: "affordable systems",
  equity_fund: "the equity fund", rapid_response: "help after AI incidents", public_goods: "public goods",
  voice: "a voice in making the rules", alignment: "political alignment in UN votes", ties: "Silk Road ties",
  reach: "diplomatic reach", regime: "kind of regime", peers: "what neighbours, region and blocs do",
  legitimacy: "standing beside the UN", governance_demand: "demand for AI rules after incidents",
  courtship: "an invitation still fresh", retaliation: "US pressure feared", taste: "leaning of the present leader",
  autonomy: "autonomy lost to standards unlike its own", data: "conflict with its data-protection law", dues: "dues",
  us_exclusivity: "the US-led bloc does not want both", rights_exclusivity: "the rights framework does not want both",
  us_pull: "worth of the US-led bloc", rights_pull: "worth of the rights framework", inertia: "reluctance to move at all",
};
export const MOVE_DID: Record<string, string> = {
  stay: "stays as it is", interest: "takes part in the preparatory work", observe: "becomes an observer", sign: "signs the charter",
  drop: "drops out", unsign: "takes its signature back", tier_up: "moves up a tier of membership", tier_down: "moves down a tier",
  freeze: "freezes its membership", thaw: "takes its membership up again", exit: "gives notice of withdrawal", return: "returns by signing again",
  join_us: "joins the US-led bloc", leave_us: "leaves the US-led bloc", join_rights: "joins the rights-based framework", leave_rights: "leaves the rights-based framework",
};
export const CAUSE_WORDS: Record<string, string> = {
  review: "at a review of its foreign policy", summit: "at the yearly summit", ceremony: "at a signing ceremony", deadline: "as a deadline runs out",
  leader: "under a new leader", rival_summit: "at a summit of a rival", timed: "as time has run out", scripted: "by the scenario", dissolution: "as the organisation dissolves",
};
export const EVENT_WORDS: Record<string, string> = {
  set: "a parameter takes another value", status: "a country takes a status", invite: "a country is invited", signing_opens: "signing opens",
  signing_closes: "signing closes", ceremony: "a signing ceremony", deadline: "a deadline to sign", incident: "an AI incident",
  rival_opens: "a rival takes members", rival_summit: "a summit of a rival",
};
export const COLUMN_WORDS: Record<string, [string, string]> = {
  alignment: ["Political alignment", "UN votes: −1 like the United States, +1 like China"],
  democracy: ["Democracy", "liberal democracy index, 0 to 1"],
  capability: ["AI readiness", "at the start, 0 to 1"],
  income: ["Income", "rank of GDP per head, 0 poorest to 1 richest"],
  reach: ["Diplomatic reach", "rank of GDP, 0 to 1"],
  compute: ["Computing capacity", "0 to 1"],
  ties: ["Silk Road ties", "Digital Silk Road and Belt and Road, 0 to 1"],
  trade_us: ["Trade with the US", "share of goods trade"],
  trade_eu: ["Trade with the EU", "share of goods trade"],
  us_ally: ["Security tie with the US", "0 to 1"],
  data_regime: ["Data-protection law", "strictness, 0 to 1"],
  governance: ["Stance on AI rules", "−1 state-led to +1 rights-based"],
  voice_gap: ["Left out of today's rule-making", "0 to 1"],
  veto: ["Hurdles to ratification", "0 to 1"],
};
export const COLUMN_RANGE: Record<string, [number, number]> = { alignment: [-1, 1], governance: [-1, 1] };

/** Groups of parameters by the beginning of their path, in the order in which they are shown. */
export const GROUPS: [string, string][] = [
  ["incentive.", "What the organisation offers"], ["rival.us.", "The US-led bloc"], ["rival.rights.", "The rights-based framework"],
  ["affinity.", "What draws countries"], ["cost.", "What membership costs"], ["trust.", "Trust"], ["standards.", "Standards"],
  ["voting.", "Votes"], ["charter.", "Treaty and ratification"], ["shock.", "AI incidents"], ["leader.", "Leaders"],
  ["decision.", "How countries decide"], ["network.", "Who looks at whom"], ["capability.", "Growth of AI capability"],
  ["organisation.", "Summits and accounts"], ["status.", "What a status brings"],
];
