// What the JSON support of VS Code says of a file, by the service that the editor itself asks.
// node diagnosis_vscode.mjs FOLDER-WITH-NODE_MODULES SCHEMA PAYLOAD; exit code 1 if there is an error.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [peers, schemaPath, path] = process.argv.slice(2);
const { getLanguageService, TextDocument } = createRequire(`${peers}/`)("vscode-json-languageservice");
const read = (file) => new TextDecoder().decode(readFileSync(file)); // as the editor does: no mark, no bad bytes

const service = getLanguageService({});
const schema = JSON.parse(read(schemaPath));
service.configure({ validate: true, schemas: [{ uri: "file:///schema.json", fileMatch: ["*"], schema }] });
const document = TextDocument.create(`file:///${path}`, "json", 1, read(path));
const found = await service.doValidation(document, service.parseJSONDocument(document));
for (const { range, severity, message } of found) {
  const { line, character } = range.start;
  console.log(`${path}:${line + 1}:${character + 1}: ${severity === 1 ? "error" : "warning"}: ${message}`);
}
process.exitCode = found.some(({ severity }) => severity === 1) ? 1 : 0;
