/** What the page carries in itself: deflated, as base64, unpacked when it is needed. */
export async function block(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const element = document.getElementById("block-" + name)!;
  const bytes = Uint8Array.from(atob(element.textContent!), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
export async function blockText(name: string): Promise<string> {
  return new TextDecoder().decode(await block(name));
}
export async function workerUrl(name: string): Promise<string> {
  return URL.createObjectURL(new Blob([await block(name)], { type: "text/javascript" }));
}
