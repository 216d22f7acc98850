import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { configOf, state } from "../support/configs.js";
import { filesIn, folderWith, nixpawn, root, type ShownProblem } from "../support/program.js";

const web = `web: { autoStart: true, privateNetwork: true, hostAddress: "10.0.0.1", ${state} }`;
const db = `db: { path: "/srv/db", tmpfs: ["/a b"], bindMounts: { "/x:y": {} } }`;
const both = configOf(`${web}, ${db}`);

async function problemsOf(folder: string, ...words: string[]) {
  const run = await nixpawn(folder, ...words, "--format", "json");
  const { problems } = JSON.parse(run.stdout) as { readonly problems: readonly ShownProblem[] };
  return { exitCode: run.exitCode, problems };
}

const codesOf = async (folder: string, ...words: string[]) => {
  const { exitCode, problems } = await problemsOf(folder, ...words);
  return [exitCode, ...problems.map(({ code }) => code)];
};

describe("generate --target systemd.containers", () => {
  const words = ["generate", "--target", "systemd.containers"];

  test("writes modules, and the module that they need", async () => {
    const folder = folderWith({ "containers.ts": both });
    expect(await nixpawn(folder, ...words)).toMatchObject({ exitCode: 0 });
    const files = filesIn(folder);
    expect(files["containers/db.nix"]).toContain(
      `{
  imports = [ ./nixpawn/systemd-containers ];
  systemd.containers.db = {
    bindMounts."/x:y" = { };
    path = "/srv/db";
    tmpfs = [ "/a b" ];
  };
}
`,
    );
    const shipped = join(root, "nixos-modules/systemd-containers/options.nix");
    expect(files["containers/nixpawn/systemd-containers/options.nix"]).toBe(
      readFileSync(shipped, "utf8"),
    );
    expect(await codesOf(folder, ...words, "--check")).toEqual([0]);

    const file = join(folder, "containers/nixpawn/systemd-containers/options.nix");
    writeFileSync(file, "{ }");
    expect(await codesOf(folder, ...words)).toEqual([1, "NP401"]);
    expect(await codesOf(folder, ...words, "--force")).toEqual([0]);

    // Another target takes its place, and what it had goes.
    const plain = configOf(web);
    writeFileSync(join(folder, "containers.ts"), plain);
    expect(await codesOf(folder, "generate")).toEqual([0]);
    expect(Object.keys(filesIn(folder))).toEqual([
      "containers.ts",
      "containers/.nixpawn.json",
      "containers/default.nix",
      "containers/web.nix",
    ]);
  });

  test("is a setting, too, with the rules of its own", async () => {
    const named = `web: { privateNetwork: true, hostAddress: "10.0.0.1", hostInterface: "wire", ${state} }`;
    const folder = folderWith({
      "containers.ts": configOf(`${named}, ${db} }, { target: "systemd.containers"`),
    });
    expect(await codesOf(folder, "generate", "--strict")).toEqual([0]);
    expect(filesIn(folder)["containers/web.nix"]).toContain('hostInterface = "wire";');
    // nixpkgs' own module has no such option, passes no blanks, and restarts nothing.
    expect((await codesOf(folder, "generate", "--target", "containers")).sort()).toEqual([
      1,
      "NP207",
      "NP207",
      "NP219",
    ]);
  });

  test("says what no conf file can hold", async () => {
    const config = configOf(`web: { path: "/x", tmpfs: ["/a\\nb"], extraFlags: ["--a b"] }`);
    const folder = folderWith({ "containers.ts": config });
    expect(await codesOf(folder, ...words)).toEqual([1, "NP702", "NP207"]);
  });
});

test.each([
  [["--root", "x"], "`--root` goes with `--target units`"],
  [
    ["--target", "units", "--root", "x", "--out-dir", "y"],
    "give `--root` or `--out-dir`, not both",
  ],
  [["--target", "unit"], "`--target` is containers or systemd.containers or units, not `unit`"],
])("generate %p is wrong usage", async (words, message) => {
  const folder = folderWith({ "containers.ts": configOf(web) });
  expect(await problemsOf(folder, "generate", ...words)).toMatchObject({
    exitCode: 2,
    problems: [{ code: "NP901", message }],
  });
  expect(Object.keys(filesIn(folder))).toEqual(["containers.ts"]);
});

test("there is nothing to evaluate for the target units", async () => {
  const folder = folderWith({ "containers.ts": both });
  expect(await codesOf(folder, "check", "--target", "units")).toEqual([1, "NP733"]);
});

// They come with the package.
const hasUnit = ["templates/container@.service.hbs", "nixos-modules/systemd-containers/scripts"]
  .map((path) => join(root, path))
  .every((path) => existsSync(path));

(hasUnit ? describe : describe.skip)("generate --target units", () => {
  const words = ["generate", "--target", "units", "--root", "host"];

  test("writes the files of a host, and takes away only its own", async () => {
    const folder = folderWith({
      "containers.ts": both,
      "host/etc/nixos-containers/mine.conf": "SYSTEM_PATH=/x\n",
    });
    expect(await codesOf(folder, ...words)).toEqual([0]);
    const files = filesIn(join(folder, "host"));
    expect(files["etc/nixos-containers/db.conf"]).toBe(
      [
        "# Generated by nixpawn from ../containers.ts. Do not edit: changes here are lost.",
        "# Edit containers.ts and run `nixpawn generate`.",
        "SYSTEM_PATH=/srv/db",
        "COPY_RESOLV_CONF=1",
        "PRIVATE_USERS=no",
        'TMPFS="/a\\\\x20b"',
        'BIND_RO="/x\\\\x5c:y"',
        "",
      ].join("\n"),
    );
    expect(files["etc/systemd/system/container@.service"]).toContain(
      "EnvironmentFile=-/etc/nixos-containers/%i.conf",
    );
    expect(files["etc/systemd/system/container@.service"]).not.toContain("{{");
    const script = "host/usr/local/lib/nixpawn/systemd-containers/start";
    expect(statSync(join(folder, script)).mode & 0o111).toBe(0o111);
    expect(await codesOf(folder, ...words, "--check")).toEqual([0]);

    writeFileSync(join(folder, "containers.ts"), configOf(web));
    expect(await codesOf(folder, ...words)).toEqual([0]);
    const left = Object.keys(filesIn(join(folder, "host")));
    expect(left).toContain("etc/nixos-containers/mine.conf");
    expect(left).toContain("etc/nixos-containers/web.conf");
    expect(left.filter((path) => path.includes("db"))).toEqual([]);
  });

  test("writes the unit alone where there is no config, and removes nothing of another's", async () => {
    const folder = folderWith({ "host/etc/nixos-containers/mine.conf": "SYSTEM_PATH=/x\n" });
    expect(await codesOf(folder, ...words)).toEqual([0]);
    const left = Object.keys(filesIn(join(folder, "host")));
    expect(left).toContain("etc/systemd/system/container@.service");
    expect(left).toContain("usr/local/lib/nixpawn/systemd-containers/start");
    expect(left.filter((path) => path.includes("nixos-containers"))).toEqual([
      "etc/nixos-containers/mine.conf",
    ]);
    expect(await codesOf(folder, ...words, "--check")).toEqual([0]);
    // A config that comes later has what is there already.
    writeFileSync(join(folder, "containers.ts"), configOf(web));
    expect(await codesOf(folder, ...words)).toEqual([0]);
    rmSync(join(folder, "containers.ts"));
    expect(await codesOf(folder, ...words)).toEqual([1, "NP001"]);
    expect(Object.keys(filesIn(join(folder, "host")))).toContain("etc/nixos-containers/web.conf");
    // A config that was named is missed, and so is that of modules.
    expect(await codesOf(folderWith({}), ...words, "--config", "x.ts")).toEqual([1, "NP002"]);
    expect(await codesOf(folderWith({}), "generate", "--target", "units")).toEqual([1, "NP001"]);
  });

  test("leaves a file of somebody else alone", async () => {
    const folder = folderWith({
      "containers.ts": both,
      "host/etc/nixos-containers/db.conf": "SYSTEM_PATH=/x\n",
    });
    expect(await codesOf(folder, ...words)).toEqual([1, "NP402"]);
    expect(Object.keys(filesIn(join(folder, "host")))).toEqual(["etc/nixos-containers/db.conf"]);
  });

  test("says at its line what only Nix can work out", async () => {
    const config = configOf(`web: { path: nix\`"/x"\`, autoStart: true }`);
    const folder = folderWith({ "containers.ts": config });
    const { exitCode, problems } = await problemsOf(folder, ...words);
    expect(exitCode).toBe(1);
    expect(problems).toMatchObject([{ code: "NP732", line: 2, path: "containers.web.path" }]);
  });
});
