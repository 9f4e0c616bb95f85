/** Light and dark, and the colours of pictures: those of Okabe and Ito, told apart by colour-blind people too. */
import { computed, signal, effect } from "@preact/signals";
import { scaleLinear } from "d3-scale";

export type Choice = "auto" | "light" | "dark";
const media = matchMedia("(prefers-color-scheme: dark)");
export const choice = signal<Choice>("auto");
const systemDark = signal(media.matches);
media.addEventListener("change", () => { systemDark.value = media.matches; });
export const dark = computed(() => (choice.value === "auto" ? systemDark.value : choice.value === "dark"));
effect(() => { document.documentElement.dataset.theme = dark.value ? "dark" : "light"; });

const LIGHT = {
  ink: "#17212b", soft: "#54616e", rule: "#d9dfe5", paper: "#ffffff", sea: "#e4edf4", land: "#e4e9ed", border: "#8c9ba8",
  lines: ["#0072b2", "#d55e00", "#007a5a", "#aa3377", "#8a6d00", "#3f8fc4", "#555555", "#882255"],
  chance: ["#f4f7df", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d7fb8", "#225ea8", "#0c2c84"],
  loss: "#b2500a", gain: "#0a62a3", none: "#f3f3f1",
  status: ["#e3e6e9", "#f0e442", "#e69f00", "#56b4e9", "#009e73", "#0072b2", "#14213d", "#cc79a7", "#d55e00"],
  sponsor: "#4a4a4a",
};
const DARK: typeof LIGHT = {
  ink: "#e8edf2", soft: "#a3b0bd", rule: "#36424e", paper: "#161d24", sea: "#0f151b", land: "#2c3641", border: "#5a6977",
  lines: ["#5bb4ec", "#ff9a4d", "#3fcf9f", "#e58bc4", "#e3c84a", "#9fd3f5", "#bbbbbb", "#d98aa8"],
  chance: ["#26313b", "#23475a", "#1f6079", "#2184a0", "#3fabb9", "#84d0b8", "#e3f3b0"],
  loss: "#ff9a4d", gain: "#5bb4ec", none: "#2c3641",
  status: ["#2c3641", "#d8cd3b", "#e69f00", "#56b4e9", "#19b88b", "#3f97d6", "#b8c7ff", "#cc79a7", "#f07a2a"],
  sponsor: "#8b949d",
};
export const palette = computed(() => (dark.value ? DARK : LIGHT));
export type Palette = typeof LIGHT;

export const chanceScale = computed(() => scaleLinear<string>().domain(palette.value.chance.map((_, i, all) => i / (all.length - 1))).range(palette.value.chance).clamp(true));
/** Differences of chance, −most to +most. */
export function differenceScale(most: number) {
  const p = palette.value;
  return scaleLinear<string>().domain([-most, 0, most]).range([p.loss, p.none, p.gain]).clamp(true);
}
