import { describe, expect, test } from "@jest/globals";
import { nix } from "../../src/index.js";
import { ProblemError, type Problem } from "../../src/problems/problem.js";
import type { PlannedContainer } from "../../src/plan/plan.js";
import { hostFiles } from "../../src/targets/host-files.js";

const shipped = {
  scripts: new Map([
    ["start", "#!/usr/bin/env bash\n"],
    ["run-in-netns", "#!/usr/bin/env bash\n"],
    ["words.bash", "# sourced\n"],
  ]),
  render: ({ header = "", scripts = "" }: Readonly<Record<string, string>>) =>
    `# ${header}\nExecStart=${scripts}/start\n`,
};

function planned(containers: Readonly<Record<string, object>>): PlannedContainer[] {
  return Object.entries(containers).map(([name, given]) => ({
    name,
    given: given as Readonly<Record<string, unknown>>,
    written: given,
    syntax: { kind: "attribute-set", recursive: false, bindings: [] },
    formals: [],
  }));
}

const treeOf = (containers: Readonly<Record<string, object>>) =>
  hostFiles(planned(containers), {
    shipped,
    headers: { sealed: ["Generated."], plain: ["Listed."] },
  });

const textOf = (containers: Readonly<Record<string, object>>, path: string): string | undefined =>
  treeOf(containers).files.find((one) => one.path === path)?.text;

function problemsOf(containers: Readonly<Record<string, object>>): readonly Problem[] {
  try {
    treeOf(containers);
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
}

describe("the files of a host", () => {
  test("are the unit, its scripts, and what each container has", () => {
    const { files, ownFolder } = treeOf({
      a: { path: "/x", autoStart: true },
      b: { config: {}, enableTun: true },
    });
    expect(ownFolder).toBe("etc/nixpawn");
    expect(files.map(({ path, executable }) => `${path}${executable ? " x" : ""}`)).toEqual([
      "etc/nixos-containers/a.conf",
      "etc/nixos-containers/b.conf",
      "etc/systemd/system/container@.service",
      "etc/systemd/system/container@b.service.d/nixpawn.conf",
      "etc/systemd/system/machines.target.d/nixpawn.conf",
      "etc/systemd/system/multi-user.target.d/nixpawn.conf",
      "usr/local/bin/run-in-netns x",
      "usr/local/lib/nixpawn/systemd-containers/run-in-netns x",
      "usr/local/lib/nixpawn/systemd-containers/start x",
      "usr/local/lib/nixpawn/systemd-containers/words.bash",
    ]);
    expect(files.find((one) => one.path.endsWith("container@.service"))?.text).toBe(
      "# Generated.\nExecStart=/usr/local/lib/nixpawn/systemd-containers/start\n",
    );
  });

  test("say in drop-ins what starts with the host, without a link", () => {
    const units = "etc/systemd/system";
    const containers = { a: { path: "/x", autoStart: true }, b: { path: "/y", autoStart: true } };
    expect(textOf(containers, `${units}/machines.target.d/nixpawn.conf`)).toBe(
      "# Listed.\n\n[Unit]\nWants=container@a.service\nWants=container@b.service\n",
    );
    expect(textOf(containers, `${units}/multi-user.target.d/nixpawn.conf`)).toBe(
      "# Listed.\n\n[Unit]\nWants=machines.target\n",
    );
    expect(
      treeOf({ a: { path: "/x" } }).files.filter(({ path }) => path.includes("target")),
    ).toEqual([]);
  });

  test("have conf files, in which a system that is built apart is its profile", () => {
    const pair = { privateNetwork: true, hostAddress: "10.0.0.1" };
    expect(textOf({ web: { config: nix`{ }`, ...pair } }, "etc/nixos-containers/web.conf")).toBe(
      [
        "# Generated.",
        "SYSTEM_PATH=/nix/var/nix/profiles/per-container/web/system",
        "COPY_RESOLV_CONF=1",
        "PRIVATE_NETWORK=1",
        "HOST_ADDRESS=10.0.0.1",
        "HOST_INTERFACE=c-web",
        "PRIVATE_USERS=no",
        "",
      ].join("\n"),
    );
    const named = { path: "/x", ...pair, hostInterface: null };
    expect(textOf({ web: named }, "etc/nixos-containers/web.conf")).not.toContain("HOST_INTERFACE");
  });

  test("cannot say what only Nix can work out", () => {
    const containers = {
      web: {
        config: nix`{ }`,
        specialArgs: { a: nix`1` },
        path: nix`x`,
        bindMounts: { "/a": { hostPath: nix`x` } },
        forwardPorts: [{ hostPort: 1 }, { hostPort: nix`2` }],
      },
    };
    expect(problemsOf(containers).map(({ code, path }) => [code, path])).toEqual([
      ["NP732", ["web", "path"]],
      ["NP732", ["web", "bindMounts", "/a", "hostPath"]],
      ["NP732", ["web", "forwardPorts", 1, "hostPort"]],
    ]);
  });

  test("cannot say a line break", () => {
    const containers = { web: { path: "/x", bindMounts: { "/a\nb": {} } } };
    expect(problemsOf(containers).map(({ code, path }) => [code, path])).toEqual([
      ["NP702", ["web", "bindMounts"]],
    ]);
  });
});
