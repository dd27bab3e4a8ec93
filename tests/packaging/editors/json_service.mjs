// What the JSON support of VS Code says, by the service that the editor itself asks. Nothing is fetched.
// node json_service.mjs FOLDER-WITH-NODE_MODULES < QUESTIONS; each question is { schema: URI, text, offset },
// its answer { problems, hover, completions }.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const { getLanguageService, TextDocument } = createRequire(`${process.argv[2]}/`)("vscode-json-languageservice");
const capabilities = {
  textDocument: {
    completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown"] } },
    hover: { contentFormat: ["markdown"] },
  },
};

async function answer({ schema, text, offset }) {
  const service = getLanguageService({
    clientCapabilities: capabilities,
    schemaRequestService: async (uri) => readFileSync(fileURLToPath(uri), "utf8"),
    workspaceContext: { resolveRelativePath: (path, base) => new URL(path, base).href },
  });
  service.configure({ validate: true, schemas: [{ uri: schema, fileMatch: ["*"] }] });
  const document = TextDocument.create("file:///payload.json", "json", 1, text);
  const tree = service.parseJSONDocument(document);
  const position = document.positionAt(offset);
  return {
    problems: await service.doValidation(document, tree),
    hover: await service.doHover(document, position, tree),
    completions: (await service.doComplete(document, position, tree)).items,
  };
}

const answers = [];
for (const question of JSON.parse(readFileSync(0, "utf8"))) answers.push(await answer(question));
console.log(JSON.stringify(answers));
