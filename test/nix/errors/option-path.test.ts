import { expect, test } from "@jest/globals";
import { parseOptionPath } from "../../../src/nix/errors/option-path.js";

test.each<[string, readonly string[]]>([
  ["", []],
  ["a", ["a"]],
  ["containers.web.config", ["containers", "web", "config"]],
  ['services."a.b".x', ["services", "a.b", "x"]],
  ['"a.b"', ["a.b"]],
  ['a."".b', ["a", "", "b"]],
  ['a."q\\"\\\\\\n${x}\\$y".b', ["a", 'q"\\\n${x}$y', "b"]],
  ["fileSystems./srv.device", ["fileSystems", "/srv", "device"]],
  ["users.<name>.*.x'y-z", ["users", "<name>", "*", "x'y-z"]],
  ["listen.[definition 1-entry 1].addr", ["listen", "[definition 1-entry 1]", "addr"]],
  ['ports."[definition 1-entry 2]"', ["ports", "[definition 1-entry 2]"]],
])("%s", (text, names) => {
  expect(parseOptionPath(text)).toEqual(names);
});
