import { expect, test } from "@jest/globals";
import { readLog } from "../../../src/nix/program/log.js";

const line = (entry: object): string => `@nix ${JSON.stringify(entry)}`;

test("lines for people, from both formats", () => {
  const drv = "/nix/store/s54illwrfrdrx5p0h6psh186h4fws2ki-bad-1.0.drv";
  const log = [
    line({ action: "start", id: 1, level: 6, text: "querying info about missing paths", type: 0 }),
    line({ action: "stop", id: 1 }),
    line({ action: "msg", level: 3, msg: "this derivation will be built:" }),
    line({ action: "start", id: 2, level: 0, text: "", type: 104 }),
    line({
      action: "start",
      id: 3,
      level: 3,
      text: `building '${drv}'`,
      type: 105,
      fields: [drv, "", 1, 1],
    }),
    line({ action: "result", id: 2, type: 105, fields: [0, 1, 1, 0] }),
    line({ action: "result", id: 3, type: 101, fields: ["\u001b[32mok\u001b[0m"] }),
    line({ action: "stop", id: 3 }),
    line({ action: "result", id: 3, type: 101, fields: ["late"] }),
    "plain \u001b[1mtext\u001b[0m",
    "@nix no JSON",
    "",
  ].join("\n");
  expect(readLog(log)).toEqual([
    { kind: "message", text: "this derivation will be built:" },
    { kind: "activity", text: `building '${drv}'...`, derivation: drv },
    { kind: "build-line", text: "ok", derivation: drv },
    { kind: "build-line", text: "late" },
    { kind: "message", text: "plain text", plain: true },
    { kind: "message", text: "@nix no JSON", plain: true },
  ]);
});

test("an error has its place, whatever the version calls it", () => {
  const place = { line: 2, column: 3 };
  for (const file of ["/a.nix", "/a.nix:2:3"]) {
    const text = line({ action: "msg", level: 0, msg: "error: no", raw_msg: "no", file, ...place });
    expect(readLog(text)).toEqual([
      {
        kind: "message",
        text: "error: no",
        info: { message: "no", place: { file: "/a.nix", ...place } },
      },
    ]);
  }
  const nowhere = line({ action: "msg", msg: "error: no", raw_msg: "no", file: null, line: null });
  expect(readLog(nowhere)).toEqual([
    { kind: "message", text: "error: no", info: { message: "no", place: undefined } },
  ]);
});

test("no log, no entries", () => {
  expect(readLog("")).toEqual([]);
});
