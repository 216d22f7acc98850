import { expect, test } from "@jest/globals";
import { absoluteFlake } from "../../../src/cli/container/local-flake.js";

test.each([
  [".", "/srv/web"],
  ["#w2", "/srv/web#w2"],
  [".?dir=a/b#w2", "/srv/web?dir=a/b#w2"],
  ["./x#w2", "/srv/web/x#w2"],
  ["../x", "/srv/x"],
  ["path:.#w2", "path:/srv/web#w2"],
  ["path:./x?narHash=a#w2", "path:/srv/web/x?narHash=a#w2"],
  ["path:x", "path:/srv/web/x"],
  ["git+file:.", "git+file:/srv/web"],
  ["git+file:../x?ref=main#w2", "git+file:/srv/x?ref=main#w2"],
  ["hg+file:x", "hg+file:/srv/web/x"],
])("%s is %s", (flake, absolute) => {
  expect(absoluteFlake(flake, "/srv/web")).toBe(absolute);
});

test.each([
  "/x#w2",
  "path:/x?dir=a",
  "git+file:///x",
  "nixpkgs",
  "flake:nixpkgs",
  "my-flake/main#w2",
  "github:owner/repo/./x#w2",
  "git+ssh://git@host/./x",
  "https://host/x.tar.gz",
])("%s stays as it is", (flake) => {
  expect(absoluteFlake(flake, "/srv/web")).toBe(flake);
});

test("a folder whose name no reference can hold", () => {
  expect(absoluteFlake("path:./x#w2", "/srv/a b#c?d%")).toBe("path:/srv/a%20b%23c%3Fd%25/x#w2");
  expect(absoluteFlake("./x#w2", "/srv/a#b")).toBe("./x#w2");
  expect(absoluteFlake("./x#w2", "/srv/a b")).toBe("/srv/a b/x#w2");
});
