/** The worker that reads result files. */
import "./quiet";
import h5wasm from "h5wasm";
import { Told } from "../core/types";
import { checkDigest, look, readPlace } from "./open";

/** Up to here a file is held in memory whole, and its digest compared; beyond, it is read where it lies. */
const HELD = 420e6;
let number = 0;

self.onmessage = async (event: MessageEvent<{ id: number; file: File; label: string }>) => {
  const { id, file, label } = event.data;
  try {
    look(new Uint8Array(await file.slice(0, 8).arrayBuffer()), file.size, file.name);
    const { FS } = await h5wasm.ready;
    const held = file.size <= HELD ? new Uint8Array(await file.arrayBuffer()) : null, folder = `/open${++number}`;
    FS.mkdir(folder);
    if (held) {
      await checkDigest(held);
      FS.writeFile(`${folder}/f.h5`, held, { canOwn: true } as any);
    } else FS.mount((FS as any).filesystems.WORKERFS, { files: [new File([file], "f.h5")] } as any, folder);
    try {
      self.postMessage({ id, value: readPlace(h5wasm, `${folder}/f.h5`, `file${id}`, label) });
    } finally {
      if (held) FS.unlink(`${folder}/f.h5`);
      else FS.unmount(folder);
    }
  } catch (error) {
    const said = error instanceof Told ? error.message : "This file could not be read: it is damaged, or too large for the memory of the page.";
    self.postMessage({ id, error: said, spoilt: error instanceof Told && error.spoilt });
  }
};
