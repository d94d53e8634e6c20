// What the server declares of every setting; tests/server/test_schema.py holds the file against the endpoint.
import { readFileSync } from "node:fs";

export const SCHEMA = JSON.parse(readFileSync(new URL("schema.json", import.meta.url)));
