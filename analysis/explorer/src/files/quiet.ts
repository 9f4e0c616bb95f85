/** Imported before the library behind the format, whose own tongue about damaged files is for programmers; the page says it in a sentence. */
console.error = () => undefined;
console.warn = () => undefined;
export {};
