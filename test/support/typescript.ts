import { join } from "node:path";
import ts from "typescript";
import { root } from "./program.js";

/** The types as they are published, under the package's name. */
const published = { nixpawn: [join(root, "dist/types/index.d.ts")] };

/** What a config is checked with where nothing else is said: nearly as `init` sets it up. */
export const defaultOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  // Without the types of a browser, which take longest.
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.Preserve,
  strict: true,
  noEmit: true,
  types: [],
  paths: published,
};

/** One complaint of TypeScript. Lines count from 1. */
export interface Complaint {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

const libraries = new Map<string, ts.SourceFile | undefined>();

/**
 * Checks files together.
 * @param files texts by absolute path; the files need not exist
 * @param options laid over `defaultOptions`
 */
export function complaints(
  files: Readonly<Record<string, string>>,
  options: ts.CompilerOptions = {},
): Complaint[] {
  const all = { ...defaultOptions, ...options };
  const host = ts.createCompilerHost(all);
  const onDisk = host.getSourceFile.bind(host);
  host.fileExists = (path) => path in files || ts.sys.fileExists(path);
  host.readFile = (path) => files[path] ?? ts.sys.readFile(path);
  host.getSourceFile = (path, language, ...rest) => {
    const text = files[path];
    if (text !== undefined) return ts.createSourceFile(path, text, language);
    // TypeScript's own library takes most of the time, and is the same every time.
    if (!isLibrary(path)) return onDisk(path, language, ...rest);
    if (!libraries.has(path)) libraries.set(path, onDisk(path, language, ...rest));
    return libraries.get(path);
  };
  const program = ts.createProgram(Object.keys(files), all, host);
  return diagnosticsOf(program).map(({ file, start = 0, messageText }) => ({
    file: file?.fileName ?? "",
    line: file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1,
    message: ts.flattenDiagnosticMessageText(messageText, "\n"),
  }));
}

/** All diagnostics but those of TypeScript's own library, which take longer than all others. */
function diagnosticsOf(program: ts.Program): readonly ts.Diagnostic[] {
  const checked = program.getSourceFiles().filter((one) => !isLibrary(one.fileName));
  return [
    ...program.getOptionsDiagnostics(),
    ...checked.flatMap((one) => [
      ...program.getSyntacticDiagnostics(one),
      ...program.getSemanticDiagnostics(one),
      ...(program.getCompilerOptions().declaration === true
        ? program.getDeclarationDiagnostics(one)
        : []),
    ]),
    ...program.getGlobalDiagnostics(),
  ];
}

const isLibrary = (path: string): boolean => path.includes("/typescript/lib/");

/** Files that several editors have open are read once. */
const documents = ts.createDocumentRegistry();

/** An editor's view of one file. */
export function editorOf(path: string, text: string): ts.LanguageService {
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => defaultOptions,
    getScriptFileNames: () => [path],
    getScriptVersion: (name) => (name === path ? text : "1"),
    getScriptSnapshot: (name) => {
      const content = name === path ? text : ts.sys.readFile(name);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: (name) => name === path || ts.sys.fileExists(name),
    readFile: (name) => (name === path ? text : ts.sys.readFile(name)),
  };
  return ts.createLanguageService(host, documents);
}
