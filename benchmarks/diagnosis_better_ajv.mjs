// What better-ajv-errors makes of ajv's errors, as its README shows it.
// node diagnosis_better_ajv.mjs FOLDER-WITH-NODE_MODULES SCHEMA PAYLOAD; exit code 1 if there is an error.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [peers, schemaPath, path] = process.argv.slice(2);
const require = createRequire(`${peers}/`);
const Ajv = require("ajv/dist/2020").default;
const { default: formats } = require("ajv-formats");
const { default: betterAjvErrors } = require("better-ajv-errors");

const json = readFileSync(path, "utf8");
const ajv = new Ajv({ allErrors: true, strict: false });
formats(ajv);
const schema = JSON.parse(readFileSync(schemaPath, "utf8"));
const validate = ajv.compile(schema);
let data;
try {
  data = JSON.parse(json);
} catch (error) {
  console.log(`${path}: ${error.message}`); // what the library leaves to its caller
  process.exit(1);
}
if (!validate(data)) {
  console.log(betterAjvErrors(schema, data, validate.errors, { json }));
  process.exitCode = 1;
}
