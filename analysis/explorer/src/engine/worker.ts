/** A worker of the page with a simulator of its own. */
import createEngine from "engine-glue";
import type { Request } from "./messages";
import { Server, told } from "./serve";

const server = new Server(createEngine);
self.onmessage = async (event: MessageEvent<Request>) => {
  const id = event.data.id;
  try {
    const { value, transfer } = await server.answer(event.data);
    self.postMessage({ id, value }, { transfer });
  } catch (error) {
    self.postMessage({ id, ...told(error) });
  }
};
