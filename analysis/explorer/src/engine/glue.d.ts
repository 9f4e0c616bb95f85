declare module "engine-glue" {
  const createEngine: import("./simulator").EngineFactory;
  export default createEngine;
}
