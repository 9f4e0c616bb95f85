/** Every picture as SVG or PNG, every table as CSV. */
import { useRef } from "preact/hooks";
import { palette } from "./theme";

export type Cell = string | number;

export function save(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type })), link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
export function csv(rows: Cell[][]): string {
  const field = (cell: Cell) => {
    const text = typeof cell === "number" ? (Number.isFinite(cell) ? String(cell) : "") : cell;
    return /[",\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  };
  return rows.map((row) => row.map(field).join(",")).join("\n") + "\n";
}

/** The picture with its heading above and its source below, as a document of its own. */
export function standalone(svg: SVGSVGElement, title: string, note: string): { text: string; width: number; height: number } {
  const box = svg.viewBox.baseVal, width = box.width, head = 40, foot = 26, height = box.height + head + foot, p = palette.value;
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const put = (name: string, attributes: Record<string, string | number>, text?: string) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    if (text) element.textContent = text;
    made.append(element);
    return element;
  };
  made.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  made.setAttribute("viewBox", `0 0 ${width} ${height}`);
  made.setAttribute("width", String(width));
  made.setAttribute("height", String(height));
  made.setAttribute("font-family", "system-ui, sans-serif");
  put("rect", { width, height, fill: p.paper });
  put("text", { x: 10, y: 25, "font-size": 15, "font-weight": 600, fill: p.ink }, title);
  put("text", { x: 10, y: height - 9, "font-size": 10.5, fill: p.soft }, note);
  const inner = put("g", { transform: `translate(0 ${head})` });
  for (const child of Array.from(svg.childNodes)) inner.append(child.cloneNode(true));
  inner.querySelectorAll("[data-hover]").forEach((element) => element.remove());
  return { text: new XMLSerializer().serializeToString(made), width, height };
}

async function png(picture: { text: string; width: number; height: number }): Promise<Blob> {
  const image = new Image(), scale = 2;
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(picture.text);
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.width * scale;
  canvas.height = picture.height * scale;
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"));
}

export interface FigureProps {
  title: string;
  /** What one reads from it, in a sentence. */
  says?: preact.ComponentChildren;
  note?: string;
  name: string;
  rows?: () => Cell[][];
  controls?: preact.ComponentChildren;
  help?: preact.ComponentChildren;
  children: preact.ComponentChildren;
}

/** A picture or table with its heading, its sentence and its ways out. */
export function Figure({ title, says, note, name, rows, controls, help, children }: FigureProps) {
  const body = useRef<HTMLDivElement>(null);
  const svg = () => body.current!.querySelector<SVGSVGElement>("svg.picture");
  const picture = () => standalone(svg()!, title, note ?? "");
  const hasPicture = () => !!svg();
  return (
    <section class="figure" aria-label={title}>
      <header>
        <h3>{title}</h3>
        <details class="menu" onFocusOut={(e) => { const box = e.currentTarget as HTMLDetailsElement; if (e.relatedTarget && !box.contains(e.relatedTarget as Node)) box.open = false; }} onKeyDown={(e) => { if (e.key === "Escape") (e.currentTarget as HTMLDetailsElement).open = false; }}>
          <summary aria-label={`Save: ${title}`}>Save</summary>
          <div class="menu-items" onClick={(e) => { (e.currentTarget as Element).closest("details")!.open = false; }}>
            <button type="button" onClick={() => hasPicture() && save(name + ".svg", picture().text, "image/svg+xml")}>Picture (SVG)</button>
            <button type="button" onClick={() => hasPicture() && void png(picture()).then((blob) => save(name + ".png", blob, "image/png"))}>Picture (PNG)</button>
            {rows && <button type="button" onClick={() => save(name + ".csv", csv(rows()), "text/csv")}>Numbers (CSV)</button>}
          </div>
        </details>
      </header>
      {says && <p class="says">{says}</p>}
      {controls && <div class="controls">{controls}</div>}
      <div class="body" ref={body}>{children}</div>
      {note && <p class="note">{note}</p>}
      {help && <details class="help"><summary>How to read it</summary>{help}</details>}
    </section>
  );
}
