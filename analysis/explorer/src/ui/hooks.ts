/** Sizes and small habits that several views share. */
import { useEffect, useRef, useState } from "preact/hooks";

/** The width that an element has, as it changes. */
export function useWidth<T extends HTMLElement>(first = 640): [preact.RefObject<T | null>, number] {
  const ref = useRef<T | null>(null);
  const [width, setWidth] = useState(first);
  useEffect(() => {
    const element = ref.current!;
    const measure = () => { const w = Math.round(element.clientWidth); if (w > 0) setWidth(w); };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}

/** Width of a picture of rows, at most `most`, and whether labels must stand above their rows. */
export function useRows(most: number): [preact.RefObject<HTMLDivElement | null>, number, boolean] {
  const [ref, width] = useWidth<HTMLDivElement>(most);
  const w = Math.min(width, most);
  return [ref, w, w < 480];
}
