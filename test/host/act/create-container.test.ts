import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { confPath, type HostLayout } from "../../../src/host/layout.js";
import { createContainer, type NewContainer } from "../../../src/host/act/create-container.js";
import { configurationPath } from "../../../src/host/act/create-steps.js";
import { readUnfinished } from "../../../src/host/snapshot/unfinished.js";
import { ProblemError } from "../../../src/problems/problem.js";
import { hostWith } from "../support/hosts.js";

const refusal = new ProblemError([
  { code: "NP724", severity: "error", message: "it is no system" },
]);

const web = (more: Partial<NewContainer> = {}): NewContainer => ({
  name: "web",
  options: { privateNetwork: true },
  configuration: "{ }\n",
  buildSystem: () => Promise.resolve(),
  request: "web",
  ...more,
});

/** Makes a container. @returns the codes of the problems that it fails with */
async function codesOf(layout: HostLayout, wanted: NewContainer): Promise<string[]> {
  try {
    await createContainer(layout, wanted, () => undefined);
    return [];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(({ code }) => code);
  }
}

describe("a create that fails", () => {
  test("is taken back, and nothing is noted of it", async () => {
    const layout = hostWith({});
    const steps: string[] = [];
    const failing = web({ buildSystem: () => Promise.reject(refusal) });
    await expect(createContainer(layout, failing, (step) => steps.push(step))).rejects.toBe(
      refusal,
    );
    expect(steps).toContain("write the conf file");
    expect(steps.at(-1)).toBe("take back: write the conf file");
    expect(readUnfinished(layout, "web")).toBeUndefined();
    expect(existsSync(confPath(layout, "web"))).toBe(false);
    expect(existsSync(join(layout.roots, "web"))).toBe(false);
  });

  test("is taken back after a mistake of ours, too", async () => {
    const layout = hostWith({});
    const mistake = new TypeError("oh");
    const failing = web({ buildSystem: () => Promise.reject(mistake) });
    await expect(createContainer(layout, failing, () => undefined)).rejects.toBe(mistake);
    expect(readUnfinished(layout, "web")).toBeUndefined();
    expect(existsSync(confPath(layout, "web"))).toBe(false);
  });

  test("and cannot be taken back: both are told, the rest is, and its note stays", async () => {
    const layout = hostWith({});
    const folder = join(layout.roots, "web/etc/nixos");
    // What is in the place of a folder is not looked behind.
    const failing = web({
      buildSystem: () => {
        rmSync(folder, { recursive: true });
        writeFileSync(folder, "");
        return Promise.reject(refusal);
      },
    });
    const left = ["NP736", "NP736", "NP735"];
    expect(await codesOf(layout, failing)).toEqual(["NP724", ...left]);
    expect(existsSync(confPath(layout, "web"))).toBe(false);
    expect(readUnfinished(layout, "web")).toMatchObject({
      command: "create",
      before: { root: false },
    });

    // As long as it cannot be, nothing new is begun over it.
    expect(await codesOf(layout, web())).toEqual(left);
    expect(readUnfinished(layout, "web")).toBeDefined();
    expect(existsSync(confPath(layout, "web"))).toBe(false);

    rmSync(folder);
    expect(await codesOf(layout, web())).toEqual([]);
    expect(readUnfinished(layout, "web")).toBeUndefined();
    expect(readFileSync(join(folder, "configuration.nix"), "utf8")).toBe("{ }\n");
  });
});

test("a start that fails leaves the container, and is not taken for unfinished", async () => {
  const layout = hostWith({});
  expect(await codesOf(layout, web({ start: () => Promise.reject(refusal) }))).toEqual(["NP724"]);
  expect(existsSync(confPath(layout, "web"))).toBe(true);
  expect(readUnfinished(layout, "web")).toBeUndefined();
});

test("killed before the start, the same command starts what was made, with its addresses", async () => {
  const layout = hostWith({});
  const options = { privateNetwork: true, hostAddress: "10.233.7.1", localAddress: "10.233.7.2" };
  await createContainer(layout, web({ options }), () => undefined);
  const note = { command: "create", before: { made: { request: "web", options } } };
  const file = join(layout.unfinished, "web.json");
  mkdirSync(layout.unfinished, { recursive: true });
  writeFileSync(file, JSON.stringify(note));
  const steps: string[] = [];
  const start = () => Promise.resolve();
  const made = await createContainer(layout, web({ start }), (step) => steps.push(step));
  expect([made, steps]).toEqual([options, ["start the container"]]);
  expect(existsSync(file)).toBe(false);

  // Another command, and one whose container is gone by now, begin anew.
  writeFileSync(file, JSON.stringify(note));
  expect(await codesOf(layout, web({ request: "other" }))).toEqual(["NP720"]);
  rmSync(confPath(layout, "web"));
  writeFileSync(file, JSON.stringify(note));
  expect(await codesOf(layout, web())).toEqual([]);
  expect(existsSync(confPath(layout, "web"))).toBe(true);
});

describe("a configuration.nix that is in a root that was kept", () => {
  function oldRoot(text: string) {
    const layout = hostWith({});
    const path = configurationPath(layout, "web");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode: 0o600 });
    const now = () =>
      Object.fromEntries(
        readdirSync(dirname(path)).map((one) => [
          one.slice("configuration.nix".length),
          readFileSync(join(dirname(path), one), "latin1"),
        ]),
      );
    return { layout, path, now };
  }

  test("is moved aside, never over an older one, and it is said where to", async () => {
    const { layout, path, now } = oldRoot("mine, t\xe9o");
    writeFileSync(`${path}.before`, "older");
    const kept: string[] = [];
    const onKept = (one: string) => kept.push(one);
    expect(await codesOf(layout, web({ onKept }))).toEqual([]);
    expect(kept).toEqual([`${path}.before-2`]);
    expect(now()).toEqual({
      "": "{ }\n",
      ".before": "older",
      ".before-2": Buffer.from("mine, t\xe9o").toString("latin1"),
    });
    expect(statSync(`${path}.before-2`).mode & 0o777).toBe(0o600);
  });

  test("stays where it has the same text, or none is given", async () => {
    const { layout, now } = oldRoot("{ }\n");
    const kept: string[] = [];
    const onKept = (one: string) => kept.push(one);
    expect(await codesOf(layout, web({ onKept }))).toEqual([]);
    expect(now()).toEqual({ "": "{ }\n" });
    const other = oldRoot("mine");
    expect(await codesOf(other.layout, web({ onKept, configuration: undefined }))).toEqual([]);
    expect(other.now()).toEqual({ "": "mine" });
    expect(kept).toEqual([]);
  });

  test("is back where the create fails, whatever bytes it has", async () => {
    const { layout, path, now } = oldRoot("");
    writeFileSync(path, Buffer.from([0xff, 0xfe]));
    const failing = web({ buildSystem: () => Promise.reject(refusal) });
    expect(await codesOf(layout, failing)).toEqual(["NP724"]);
    expect(now()).toEqual({ "": "\xff\xfe" });
    const link = join(layout.roots, "elsewhere.nix");
    rmSync(path);
    writeFileSync(link, "{ }\n");
    symlinkSync(link, path);
    expect(await codesOf(layout, failing)).toEqual(["NP724"]);
    expect(readlinkSync(path)).toBe(link);
  });

  test("that was edited while it failed is its user's", async () => {
    const { layout, path, now } = oldRoot("mine");
    const buildSystem = () => {
      writeFileSync(path, "edited");
      return Promise.reject(refusal);
    };
    expect(await codesOf(layout, web({ buildSystem }))).toEqual(["NP724"]);
    expect(now()).toEqual({ "": "edited", ".before": "mine" });
  });
});

test("addresses of further pairs are held to be free, and keep the first pair off", async () => {
  const layout = hostWith({
    confs: { other: "EXTRA_VETHS=ve0,LOCAL_ADDRESS=10.233.77.2\n" },
  });
  const withVeth = (localAddress: string) =>
    web({ options: { privateNetwork: true, extraVeths: { ve1: { localAddress } } } });
  expect(await codesOf(layout, withVeth("10.233.77.2"))).toEqual(["NP715"]);
  expect(await codesOf(layout, withVeth("127.0.0.1"))).toEqual(["NP715"]);
  expect(
    await codesOf(layout, web({ options: { privateNetwork: true, localAddress: "127.0.0.1" } })),
  ).toEqual(["NP715"]);
  const made = await createContainer(layout, withVeth("10.233.1.9"), () => undefined);
  expect(made.localAddress).not.toBe("10.233.1.2");
});
