// Prints the laboratory's keys of the address and which of them need a fresh run, as JSON, for test_settings.py.
import { part } from "../../modules.mjs";

const { FRESH, LAB_KEYS, SETTING_KEYS } = await part("collapse/lab/settings");
console.log(
  JSON.stringify({ keys: Object.fromEntries(SETTING_KEYS.map((key) => [key.slice(4), LAB_KEYS[key]])), fresh: FRESH }),
);
