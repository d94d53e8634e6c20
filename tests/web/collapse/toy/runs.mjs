// What the page may be asked to show of the toy, for Python to hold against its own.
import { part } from "../../modules.mjs";

const { RUNS, TOY_KEYS } = await part("collapse/toy/settings");
console.log(JSON.stringify({ runs: RUNS, keys: TOY_KEYS }));
