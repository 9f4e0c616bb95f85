/** Arrow keys go from tab to tab. */
export function tabKeys(event: KeyboardEvent): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const all = Array.from((event.currentTarget as Element).querySelectorAll<HTMLElement>("[role=tab]")), at = all.indexOf(document.activeElement as HTMLElement), next = all[(at + step + all.length) % all.length];
  next.focus();
  next.click();
  event.preventDefault();
}
