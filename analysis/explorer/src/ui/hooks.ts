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
