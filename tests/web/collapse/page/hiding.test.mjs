import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";
import { WORKSPACE, part } from "../../modules.mjs";
import { SCHEMA } from "../../schema.mjs";

const { MOVES, SHOWS, rulesOf } = await part("collapse/page/hiding");
const { KEYS, declareKeys } = await part("collapse/page/state");

declareKeys(SCHEMA);

test("what moves or shows a setting is something that there is", () => {
  const folders = ["lab", "sweep", "theory", "criteria"].map((name) => new URL(`collapse/${name}/`, WORKSPACE));
  const code = folders
    .map((folder) =>
      readdirSync(folder)
        .filter((file) => file.endsWith(".js"))
        .map((file) => readFileSync(new URL(file, folder), "utf8"))
        .join(""),
    )
    .join("");
  for (const [key, tests] of [...Object.entries(MOVES), ...Object.entries(SHOWS)]) {
    assert.ok(key in KEYS, key);
    for (const id of tests)
      assert.ok(code.includes(`"${id}"`) || code.includes(`\`${id.replace(/[a-z_]+$/, "")}$\{name}\``), id);
  }
});

test("a hidden setting is gone, and what shows it; what would move it cannot be dragged", () => {
  const [gone] = rulesOf("sweep_beta").split("\n");
  assert.match(gone, /\[data-control="sweep_beta"\].*\[data-testid="sweep-plane"\].*display: none !important/);
  const [, still] = rulesOf("scree_beta").split("\n");
  assert.match(still, /\[data-testid="scree-plot"\].*pointer-events: none/);
  assert.match(rulesOf("lab_seed"), /\[data-control="lab_seed"\], :is\(\), /); // nothing else
});
