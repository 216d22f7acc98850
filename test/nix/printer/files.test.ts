import { expect, test } from "@jest/globals";
import { file } from "../../../src/nix/build.js";
import { pathExpression } from "../../../src/nix/printer/files.js";
import { printFile } from "../../../src/nix/printer.js";

test.each([
  ["/p/out/web.nix", "./web.nix"],
  ["/p/out/a/b.nix", "./a/b.nix"],
  ["/p/web.nix", "../web.nix"],
  ["/p/a-b/c+d_e.nix", "../a-b/c+d_e.nix"],
  ["/web.nix", "../../web.nix"],
  ["/p/out", "./."],
  ["/p", "../."],
  ["/", "../../."],
  ["/p/out/.hidden", "./.hidden"],
  ["/p/my file.nix", '../. + "/my file.nix"'],
  ["/p/out/my file.nix", './. + "/my file.nix"'],
  ["/p/a/é/b.nix", '../a + "/é/b.nix"'],
  ['/p/${x}/a"b', '../. + "/\\${x}/a\\"b"'],
  ["/p/~a", '../. + "/~a"'],
])("%s, seen from /p/out, is %s", (path, text) => {
  expect(printFile(file(path), { directory: "/p/out" }).text).toBe(`${text}\n`);
});

test.each([
  ["/a/b.nix", "/a/b.nix"],
  ["/", "/."],
  ["/a b/c", '/. + "/a b/c"'],
])("%s, seen from nowhere, is %s", (path, text) => {
  expect(printFile(file(path), { directory: "" }).text).toBe(`${text}\n`);
});

test("its mark stays", () => {
  const marked = { ...file("/p/a b"), mark: ["web", "path"] };
  expect(pathExpression(marked, "/p")).toMatchObject({ kind: "binary", mark: ["web", "path"] });
});
