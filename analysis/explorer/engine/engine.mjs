/* The simulator in JavaScript: scenarios, models and runs over the WebAssembly of sim/waico.h.
 *
 *     const engine = await Engine.start(waicoModule);            // waico.js, and waico.wasm beside it
 *     engine.write("/world/baseline.cfg", text);                 // and the tables it names
 *     const model = engine.open("/world/baseline.cfg", ["end=2030-01-01"]);
 *     model.set("affinity.peers", 2);
 *     const { n_members } = model.run({ seed: 1n, n: 200, metrics: ["n_members"] });   // { values, shape, dims }
 *     model.free();
 *
 * What is wrong throws an EngineError whose message is the program's own, a mistake a line. */

const AXES = ["time", "date", "country", "status", "incentive", "rival", "phase_name", "move", "cause", "event_type", "term"];
const TYPES = [Float64Array, Float32Array, Int32Array, Int8Array];
const STOPPED = 6;

/* Offsets in the structs of waico.h, where pointers and sizes have 32 bits and doubles stand on multiples of 8. */
const OUTPUT = { size: 32, name: 0, unit: 4, meaning: 8, type: 12, n_axes: 16, axes: 20 };
const PARAMETER = { size: 56, path: 0, unit: 4, meaning: 8, source: 12, preset: 16, min: 24, max: 32, whole: 40, at_start_only: 44, judgement: 48 };
const WANT = { size: 12, output: 0, data: 4, bytes: 8 };
const RUN = { size: 32, seed: 0, first: 8, n: 12, stratum: 16, threads: 20, max_events: 24 };

export class EngineError extends Error {
    constructor(message, stopped = false) {
        super(message);
        this.name = "EngineError";
        this.stopped = stopped;
    }
}

export class Engine {
    /** @param {(options?: object) => Promise<any>} factory what waico.js exports */
    static async start(factory, options = {}) {
        return new Engine(await factory(options));
    }

    constructor(module) {
        this.module = module;
        this.slots = module._malloc(8); // where calls put a handle and their messages
        this.outputs = new Map();
        this.parameters = [];
        this.#describe();
    }

    /* Views are taken anew at each use: memory that grows leaves old ones behind. */
    get words() { return this.module.HEAP32; }
    get doubles() { return this.module.HEAPF64; }

    text(place) { return place ? this.module.UTF8ToString(place) : ""; }

    /** Calls back with a C text, which lives as long as the call. */
    withText(text, use) {
        const size = this.module.lengthBytesUTF8(text) + 1;
        const place = this.module._malloc(size);
        try {
            this.module.stringToUTF8(text, place, size);
            return use(place);
        } finally {
            this.module._free(place);
        }
    }

    /* A function that gives a status and leaves messages in the second slot; gives what it left in the first. */
    call(use) {
        this.words.fill(0, this.slots >> 2, (this.slots >> 2) + 2);
        const status = use(this.slots, this.slots + 4);
        if (status !== 0) {
            const messages = this.words[(this.slots >> 2) + 1];
            const told = this.text(messages).trimEnd() || "out of memory";
            this.module._waico_free(messages);
            throw new EngineError(told, status === STOPPED);
        }
        return this.words[this.slots >> 2];
    }

    #describe() {
        const place = this.module._malloc(Math.max(OUTPUT.size, PARAMETER.size));
        const word = (offset) => this.words[(place + offset) >> 2];
        const double = (offset) => this.doubles[(place + offset) >> 3];
        for (let i = 0; i < this.module._waico_n_outputs(); i++) {
            this.module._waico_output_at(place, i);
            this.outputs.set(this.text(word(OUTPUT.name)), {
                index: i, unit: this.text(word(OUTPUT.unit)), meaning: this.text(word(OUTPUT.meaning)), type: TYPES[word(OUTPUT.type)],
                axes: Array.from({ length: word(OUTPUT.n_axes) }, (_, k) => word(OUTPUT.axes + 4 * k)),
            });
        }
        for (let i = 0; i < this.module._waico_n_parameters(); i++) {
            this.module._waico_parameter_at(place, i);
            this.parameters.push({
                path: this.text(word(PARAMETER.path)), unit: this.text(word(PARAMETER.unit)), meaning: this.text(word(PARAMETER.meaning)),
                source: this.text(word(PARAMETER.source)), preset: double(PARAMETER.preset), min: double(PARAMETER.min), max: double(PARAMETER.max),
                whole: word(PARAMETER.whole) !== 0, atStartOnly: word(PARAMETER.at_start_only) !== 0, judgement: word(PARAMETER.judgement) !== 0,
            });
        }
        this.module._free(place);
    }

    /** The words of an axis ("status", "incentive", ...) in the order of their codes. */
    labels(axis) {
        const number = AXES.indexOf(axis);
        return Array.from({ length: this.module._waico_axis_length(number) }, (_, i) => this.text(this.module._waico_axis_label(number, i)));
    }

    /** Writes a file into the memory that scenarios are read from, with its folders. */
    write(path, content) {
        this.module.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")) || "/");
        this.module.FS.writeFile(path, content);
    }

    /** A model of the scenario in a file; overrides "KEY=VALUE". */
    open(path, overrides = []) {
        return new Model(this, path, overrides);
    }
}

class Model {
    constructor(engine, path, overrides) {
        this.engine = engine;
        const { module } = engine;
        const list = module._malloc(4 * overrides.length + 4);
        const texts = overrides.map((text) => {
            const size = module.lengthBytesUTF8(text) + 1, place = module._malloc(size);
            module.stringToUTF8(text, place, size);
            return place;
        });
        try {
            engine.words.set(texts, list >> 2);
            this.scenario = engine.withText(path, (name) => engine.call((handle, messages) =>
                module._waico_scenario_open(name, list, overrides.length, handle, messages)));
            this.handle = engine.call((handle, messages) => module._waico_model_new(this.scenario, handle, messages));
        } finally {
            for (const place of [...texts, list]) {
                module._free(place);
            }
        }
    }

    /** A text of the scenario: "title", "question", "start", "effective", ... */
    text(what) {
        return this.engine.withText(what, (word) => this.engine.text(this.engine.module._waico_scenario_text(this.scenario, word)));
    }

    /** Of each country: "code", "name", "region" or "subregion". */
    countries(what) {
        const { module } = this.engine;
        return this.engine.withText(what, (word) => Array.from({ length: module._waico_scenario_n_countries(this.scenario) },
            (_, i) => this.engine.text(module._waico_scenario_country(this.scenario, i, word))));
    }

    set(path, value) {
        this.engine.withText(path, (name) => this.engine.call((_, messages) =>
            this.engine.module._waico_model_set(this.handle, name, value, messages)));
    }

    /** The value of parameter i of engine.parameters. */
    get(i) { return this.engine.module._waico_model_get(this.handle, i); }

    reset() { this.engine.module._waico_model_reset(this.handle); }

    /** Days after the start at whose ends the outputs at_... are read. */
    readAt(days) {
        const place = this.engine.module._malloc(4 * days.length + 4);
        this.engine.words.set(days, place >> 2);
        try {
            this.engine.call((_, messages) => this.engine.module._waico_model_read_at(this.handle, place, days.length, messages));
        } finally {
            this.engine.module._free(place);
        }
    }

    /** Days since the start along "time" or "date". */
    days(axis) {
        const number = AXES.indexOf(axis), { module } = this.engine;
        return Array.from({ length: module._waico_model_length(this.handle, number) }, (_, i) => module._waico_model_day(this.handle, number, i));
    }

    /** Replications first .. first + n - 1: { name: { values, shape, dims } }, values a typed array of its own. */
    run({ seed = 1n, first = 0, n = 200, metrics = ["n_members"], maxEvents = 0n } = {}) {
        const { module } = this.engine, found = metrics.map((name) => {
            const output = this.engine.outputs.get(name);
            if (!output) {
                throw new EngineError(`"${name}" is no output`);
            }
            const bytes = n * module._waico_model_bytes(this.handle, output.index);
            return { name, output, bytes, data: 0 };
        });
        const wants = module._malloc(WANT.size * metrics.length + WANT.size), order = module._malloc(RUN.size), names = [];
        try {
            for (const [k, want] of found.entries()) {
                want.data = module._malloc(want.bytes + 8);
                const size = module.lengthBytesUTF8(want.name) + 1;
                names.push(module._malloc(size));
                module.stringToUTF8(want.name, names[k], size);
                this.engine.words.set([names[k], want.data, want.bytes], (wants + WANT.size * k) >> 2);
            }
            const view = new DataView(module.HEAPU8.buffer, order, RUN.size);
            view.setBigUint64(RUN.seed, BigInt(seed), true);
            view.setUint32(RUN.first, first, true);
            view.setUint32(RUN.n, n, true);
            view.setUint32(RUN.stratum, 0, true);
            view.setUint32(RUN.threads, 1, true);
            view.setBigUint64(RUN.max_events, BigInt(maxEvents), true);
            this.engine.call((_, messages) => module._waico_model_run(this.handle, order, wants, metrics.length, 0, messages));
            return Object.fromEntries(found.map(({ name, output, bytes, data }) => {
                const values = new output.type(module.HEAPU8.slice(data, data + bytes).buffer);
                const shape = [n, ...output.axes.map((axis) => module._waico_model_length(this.handle, axis))];
                return [name, { values, shape, dims: ["replicate", ...output.axes.map((axis) => AXES[axis])] }];
            }));
        } finally {
            for (const place of [wants, order, ...names, ...found.map((want) => want.data)]) {
                module._free(place);
            }
        }
    }

    free() {
        this.engine.module._waico_model_free(this.handle);
        this.engine.module._waico_scenario_free(this.scenario);
        this.handle = this.scenario = 0;
    }
}
