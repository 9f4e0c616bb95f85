/* What the WebAssembly computes, as JSON: digests.mjs FOLDER_OF_WASM FOLDER_OF_SCENARIOS NAME... */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Engine } from "../../analysis/explorer/engine/engine.mjs";

const [folder, scenarios, ...names] = process.argv.slice(2);
const engine = await Engine.start(createRequire(import.meta.url)(`${folder}/waico.js`));
for (const [from, to] of [[scenarios, "/world"], [`${scenarios}/data`, "/world/data"]]) {
    for (const entry of readdirSync(from, { withFileTypes: true }).filter((file) => file.isFile())) {
        engine.write(`${to}/${entry.name}`, readFileSync(`${from}/${entry.name}`));
    }
}
const message = (use) => {
    try {
        use();
        return "";
    } catch (fault) {
        return `${fault.name}: ${fault.message}`;
    }
};
const said = { scenarios: {}, parameters: engine.parameters.length, statuses: engine.labels("status"), outputs: [...engine.outputs.keys()] };
for (const name of names) {
    const model = engine.open(`/world/${name}.cfg`);
    model.set("trust.rest", 0.55);
    model.readAt([1000, 2000]);
    const begin = process.hrtime.bigint();
    const results = model.run({ seed: 18446744073709551615n, first: 3, n: 200, metrics: said.outputs });
    said.scenarios[name] = {
        title: model.text("title"), codes: model.countries("code").length, days: model.days("date"),
        perSecond: 200 / (Number(process.hrtime.bigint() - begin) / 1e9),
        shapes: Object.fromEntries(Object.entries(results).map(([key, { shape }]) => [key, shape])),
        digests: Object.fromEntries(Object.entries(results).map(([key, { values }]) =>
            [key, createHash("sha256").update(new Uint8Array(values.buffer)).digest("hex")])),
    };
    model.free();
}
engine.write("/world/wrong.cfg", "titel = 1;\nafinity: { };\n");
said.wrong = message(() => engine.open("/world/wrong.cfg"));
const model = engine.open(`/world/${names[0]}.cfg`, ["end=2027-01-01"]);
said.range = message(() => model.set("affinity.peers", 99));
said.budget = message(() => model.run({ n: 2, maxEvents: 5n }));
said.output = message(() => model.run({ metrics: ["n_member"] }));
said.memory = [];
for (let i = 0; i < 300; i++) {
    const other = engine.open(`/world/${names[0]}.cfg`, ["end=2027-01-01"]);
    other.run({ n: 2, metrics: ["country_status"] });
    other.free();
    if (i === 100 || i === 299) {
        said.memory.push(engine.module.HEAPU8.length);
    }
}
console.log(JSON.stringify(said));
