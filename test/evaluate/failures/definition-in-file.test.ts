import { expect, test } from "@jest/globals";
import { join } from "node:path";
import { definitionInFile } from "../../../src/evaluate/failures/definition-in-file.js";
import { folderWith, marked } from "../../support/program.js";

test.each([
  "{ services.nginx.enable = true;\n  «services.openssh.enable» = 1; }",
  "{ services = {\n  nginx.enable = true;\n «openssh.enable» = 1; }; }",
  "{ services.openssh = {\n  «enable» = 1; }; }",
  "# services.openssh.enable = 1;\n{ «services.openssh.enable» = 1; }",
  '{ a = "services.openssh.enable = 1"; «services.openssh.enable» = 1; }',
  '{ «services."openssh".enable» = 1; }',
  "{ lib, ... }: { imports = [ ]; «services.openssh» = lib.mkIf true { }; }",
  "«{» }",
])("%s", (source) => {
  const { text, line, column } = marked(source);
  const folder = folderWith({ "m.nix": text });
  const path = join(folder, "m.nix");
  expect(definitionInFile(path, ["services", "openssh", "enable"])?.start).toEqual({
    line,
    column,
  });
});

test("no place without the file", () => {
  expect(definitionInFile("/nonexistent.nix", ["a"])).toBeUndefined();
});
