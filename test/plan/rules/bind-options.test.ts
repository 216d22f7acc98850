import { describe, expect, test } from "@jest/globals";
import { targetNames } from "../../../src/authoring/target-names.js";
import { nix } from "../../../src/index.js";
import { checkRules } from "../../../src/plan/rules.js";

const found = (options: object, target: (typeof targetNames)[number]) =>
  checkRules({ web: { path: "/x", autoStart: true, ...options } }, target);
const codes = (...given: Parameters<typeof found>) =>
  found(...given).map(({ code, severity }) => `${code} ${severity}`);
const bind = (place: string, more: object = { hostPath: "/srv" }) => ({
  bindMounts: { [place]: { isReadOnly: false, ...more } },
});

describe.each(targetNames)("binds for %s", (target) => {
  test.each(["idmap", "rootidmap", "owneridmap", "noidmap", "rbind,idmap"])(
    "have the option %s, and an owner",
    (option) => {
      for (const privateUsers of ["pick", 65536]) {
        expect(codes({ privateUsers, ...bind(`/a:${option}`) }, target)).toEqual([]);
        const mountPoint = `/a:${option}`;
        const named = bind("media", { mountPoint, hostPath: "/srv" });
        expect(codes({ privateUsers, ...named }, target)).toEqual([]);
      }
    },
  );

  test("need users of their own where owners are mapped", () => {
    const warning = ["NP221 warning"];
    expect(codes(bind("/a:idmap"), target)).toEqual(warning);
    expect(codes({ privateUsers: "no", ...bind("/a:idmap") }, target)).toEqual(warning);
    for (const more of [
      { privateUsers: nix`x` },
      { extraFlags: ["--private-users=pick"] },
      { extraFlags: [nix`x`] },
      { extraFlags: ["-U"] },
      { privateUsers: "identity" },
    ]) {
      expect(codes({ ...more, ...bind("/a:idmap") }, target)).toEqual([]);
    }
    expect(codes(bind("/a:rbind"), target)).toEqual([]);
  });

  test.each(["/a:ro", "/a:rw", "/a:Z", "/a:", "/a:idmpa", "/a:idmap,ro", "/srv:/a:ro"])(
    "do not have the options of %s",
    (place) => {
      expect(codes(bind(place), target)).toContain("NP221 error");
      expect(codes(bind(place, {}), target)).toEqual(["NP221 error"]);
    },
  );

  test("as docker writes them, are shown as they are written here", () => {
    const hint = (place: string) => found(bind(place, {}), target)[0]?.hint;
    expect(hint("/srv:/a:ro")).toContain('write "/a": { hostPath: "/srv" }');
    expect(hint("/srv:/a:rw")).toContain('write "/a": { hostPath: "/srv", isReadOnly: false }');
    expect(hint("/a:ro")).toContain('write "/a": { hostPath: "/a" }');
  });

  test("need a host path for options", () => {
    expect(codes({ privateUsers: "pick", ...bind("/a:idmap", {}) }, target)).toEqual([
      "NP221 error",
    ]);
    expect(codes(bind("/srv:/a:norbind", {}), target)).toEqual([]);
    expect(codes(bind("/srv:/a", {}), target)).toEqual([]);
  });

  test("may have a colon that a backslash keeps, a new folder, or one of the container's root", () => {
    for (const hostPath of ["/dev/by-path/pci-0000\\:00\\:1f.2", "", "+/srv"]) {
      expect(codes({ privateUsers: "pick", ...bind("/a:idmap", { hostPath }) }, target)).toEqual(
        [],
      );
    }
  });

  test("are at one place, whatever their options", () => {
    const bindMounts = { "/a:rbind": { hostPath: "/b" }, "/c:/a/": {} };
    expect(codes({ bindMounts }, target)).toEqual(["NP217 error"]);
  });

  test("that only Nix knows are left to it", () => {
    expect(codes(bind("/a:ro", { hostPath: nix`x` }), target)).toEqual([]);
    expect(codes(bind("/a", { mountPoint: nix`"/x:ro"`, hostPath: "/b" }), target)).toEqual([]);
  });
});

test("with picked users, other options than idmap leave files to nobody", () => {
  for (const target of targetNames) {
    expect(codes({ privateUsers: "pick", ...bind("/a:rbind") }, target)).toEqual(["NP211 warning"]);
  }
  const [problem] = found({ privateUsers: "pick", ...bind("/a") }, "containers");
  expect(problem?.hint).toContain('mountPoint: "/a:idmap"');
});

test("options stand after the place, and not after the host's path", () => {
  const [wrong] = found(bind("/a", { hostPath: "/srv:rbind,noidmap" }), "containers");
  expect(wrong).toMatchObject({
    code: "NP207",
    hint: 'options stand after the place in the container: "/a:rbind,noidmap": { hostPath: "/srv" }',
  });
  const [path] = found(bind("/a", { hostPath: "/srv:x" }), "containers");
  expect(path?.hint).toBe('write a backslash before it: "/srv\\\\:x"');
});
