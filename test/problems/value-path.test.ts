import { expect, test } from "@jest/globals";
import { pathInWords } from "../../src/problems/value-path.js";

test.each<[(string | number)[], string]>([
  [[], "containers"],
  [["web"], "containers.web"],
  [["web", "forwardPorts", 0, "hostPort"], "containers.web.forwardPorts[0].hostPort"],
  [["web", "bindMounts", "/srv", "hostPath"], 'containers.web.bindMounts."/srv".hostPath'],
  [["a-b", "x'"], "containers.a-b.x'"],
  [["7", ""], 'containers."7".""'],
])("%j is %s", (path, words) => {
  expect(pathInWords(path)).toBe(words);
});
