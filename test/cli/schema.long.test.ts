import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { folderWith, nixpawn, root } from "../support/program.js";

const folder = folderWith({});

async function printed(...words: string[]): Promise<Record<string, unknown>> {
  const { exitCode, stdout, stderr } = await nixpawn(folder, "schema", ...words);
  expect([exitCode, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** As an editor compiles it: alone, and passing over annotations and formats it does not know. */
const compile = (schema: object): ValidateFunction =>
  new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

const read = (name: string): unknown =>
  JSON.parse(readFileSync(`${root}schemas/${name}.schema.json`, "utf8"));

test("of a container: the file that the package exports", async () => {
  expect(await printed()).toEqual(read("container"));
  expect(await printed("--of", "container")).toEqual(read("container"));
});

test("of a config: stands alone, with all that the container's schema says", async () => {
  const schema = await printed("--of", "config");
  const references = JSON.stringify(schema).match(/"\$ref":"[^"]*"/g) ?? [];
  expect(references.filter((one) => !one.startsWith('"$ref":"#/$defs/'))).toEqual([]);
  const { $defs, ...container } = read("container") as Record<string, Record<string, unknown>>;
  const { container: inside, ...others } = schema.$defs as Record<string, unknown>;
  expect(others).toEqual($defs);
  expect({ ...container, ...(inside as object) }).toEqual(container);
  expect(Object.keys(inside as object)).toContain("properties");
});

/** Values of every kind that a config in JSON may hold. */
const good: readonly object[] = [
  { containers: {} },
  { $schema: "./node_modules/nixpawn/schemas/config.schema.json", containers: {} },
  { containers: { web: {} }, target: "containers", outDir: "tree" },
  { containers: { web: { autoStart: true, config: { services: { nginx: { enable: true } } } } } },
  { containers: { web: { config: { $file: "./web.nix" } } }, defaults: { autoStart: true } },
  { containers: { web: { config: [{ $file: "./a.nix" }, { a: { $nix: "pkgs.curl" } }] } } },
  { containers: { web: { autoStart: { $nix: "lib.mkForce true" } } } },
  { containers: { web: { hostAddress: { $nix: "config.networking.address" } } } },
  { containers: { web: { forwardPorts: [{ hostPort: 80 }, { $nix: "x" }] } } },
  { containers: { web: { forwardPorts: { $nix: "map (p: { hostPort = p; }) [ 80 ]" } } } },
  { containers: { web: { forwardPorts: [{ hostPort: { $nix: "80 + 1" }, protocol: "udp" }] } } },
  { containers: { web: { bindMounts: { "/a": { hostPath: "/b", isReadOnly: false } } } } },
  { containers: { web: { bindMounts: { "/a": { $nix: "mount" } } } } },
  { containers: { web: { hostBridge: null, flake: null, privateUsers: 65536 } } },
  { containers: { "a-b_c": { extraVeths: { lan: { hostBridge: "br0" } } } } },
];

const bad: readonly object[] = [
  {},
  { containers: [] },
  { containers: { web: [] } },
  { containers: { "a b": {} } },
  { containers: { "-a": {} } },
  { container: {} },
  { containers: {}, other: 1 },
  { containers: {}, target: "unit" },
  { containers: {}, outDir: "" },
  { containers: { web: {} }, defaults: { autostart: true } },
  { containers: { web: { autostart: true } } },
  { containers: { web: { autoStart: "yes" } } },
  { containers: { web: { autoStart: null } } },
  { containers: { web: { forwardPorts: { hostPort: 80 } } } },
  { containers: { web: { forwardPorts: [{}] } } },
  { containers: { web: { forwardPorts: [{ hostPort: 65536 }] } } },
  { containers: { web: { forwardPorts: [{ hostPort: 80, protocol: "icmp" }] } } },
  { containers: { web: { bindMounts: { "/a": { path: "/b" } } } } },
  { containers: { web: { bindMounts: [] } } },
  { containers: { web: { allowedDevices: [{ node: "/dev/fuse" }] } } },
  { containers: { web: { privateUsers: "maybe" } } },
  { containers: { web: { autoStart: { $nix: 1 } } } },
  { containers: { web: { autoStart: { $nix: "x", $file: "y" } } } },
  { containers: { web: { autoStart: { nix: "x" } } } },
  { containers: { web: { hostAddress: { $file: ["./x"] } } } },
];

describe("a containers.json in an editor", () => {
  const schemas = async (): Promise<ValidateFunction[]> => {
    // The files of the package refer to each other by name, as an editor resolves them.
    const files = new Ajv2020({ strict: false, validateFormats: false });
    files.addSchema(read("container") as object, "container.schema.json");
    return [compile(await printed("--of", "config")), files.compile(read("config") as object)];
  };

  test("is accepted where nixpawn accepts it", async () => {
    for (const validate of await schemas()) {
      for (const config of good) {
        expect([config, validate(config), validate.errors]).toEqual([config, true, null]);
      }
    }
  });

  test("is refused where it is wrong", async () => {
    for (const validate of await schemas()) {
      for (const config of bad) expect([config, validate(config)]).toEqual([config, false]);
    }
  });

  test.each(bad)("nixpawn refuses it too: %j", async (config) => {
    const cwd = folderWith({ "containers.json": JSON.stringify(config) });
    expect((await nixpawn(cwd, "validate")).exitCode).toBe(1);
  });

  test("and nixpawn reads what it accepts", async () => {
    for (const config of good) {
      const cwd = folderWith({
        "containers.json": JSON.stringify(config),
        "web.nix": "{ }",
        "a.nix": "{ }",
      });
      const { stdout } = await nixpawn(cwd, "validate", "--format", "json");
      const { problems } = JSON.parse(stdout) as { problems: { code: string }[] };
      // Rules across options are beyond a schema; shapes (NP1xx) are not.
      expect([config, problems.filter(({ code }) => /^NP[01]/.test(code))]).toEqual([config, []]);
    }
  });
});
