import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ContainerOptions } from "../../../src/authoring/container-options.generated.js";
import { confEntries } from "../../../src/conf/entries.js";
import { readEnvironmentFile } from "../../../src/conf/environment-file.js";
import { environmentFileText } from "../../../src/conf/environment-file-text.js";
import { readConfWords } from "../../../src/conf/words.js";
import { ownInterface } from "../../../src/plan/host-interface.js";
import { resolveOptions } from "../../../src/plan/known-options.js";
import { folderWith } from "../../support/program.js";
import { sample } from "../support/sample.js";
import { describeWithPath } from "../support/tools.js";
import { evaluateHost } from "./support/bundled-module.js";

/** Characters that mean something to systemd, to a shell, to systemd-nspawn or to Nix. */
const text = fc.string({
  unit: fc.constantFrom(..."ab0-_ \t\"'`$\\%:,;#=~*{}é€".split(""), "${", "''"),
  maxLength: 12,
});
/** Also with what follows a bind's place, and with two places in one. */
const path = fc
  .tuple(text, fc.constantFrom("", "", ":idmap", ":rbind,owneridmap", ":/b", "\\:", ":ro"))
  .map(([one, more]) => `/${one}${more}`);
const word = text.map((one) => one.replace(/[ \t]/g, "")).filter((one) => one !== "");

const container = fc.record(
  {
    autoStart: fc.boolean(),
    bindMounts: fc.dictionary(
      path,
      fc.record(
        { hostPath: fc.option(path), mountPoint: path, isReadOnly: fc.boolean() },
        { requiredKeys: [] },
      ),
      { maxKeys: 4 },
    ),
    copyResolvConf: fc.boolean(),
    enableTun: fc.boolean(),
    ephemeral: fc.boolean(),
    additionalCapabilities: fc.array(fc.constantFrom("CAP_NET_ADMIN" as const, "all" as const)),
    extraFlags: fc.array(word, { maxLength: 3 }),
    extraVeths: fc.dictionary(
      word,
      fc.record(
        {
          hostBridge: fc.constantFrom("br0", "a,b", ",x2c", null),
          localAddress6: fc.constant("fc00::2/64"),
          localMacAddress: fc.constant("02:00:00:00:00:0b"),
        },
        { requiredKeys: [] },
      ),
      { maxKeys: 3 },
    ),
    flake: fc.option(text.filter((one) => one !== "")),
    forwardPorts: fc.array(
      fc.record(
        { hostPort: fc.constantFrom(1, 65535), containerPort: fc.constantFrom(80, null) },
        { requiredKeys: ["hostPort"] },
      ),
      { maxLength: 2 },
    ),
    hostAddress: fc.constantFrom("10.0.0.1", null),
    hostInterface: fc.constantFrom("wire", null),
    interfaces: fc.array(fc.constantFrom("eth1", "a.b"), { maxLength: 2 }),
    localMacAddress: fc.constantFrom("02:00:00:00:00:0a", null),
    networkNamespace: fc.option(path),
    privateNetwork: fc.boolean(),
    privateUsers: fc.constantFrom("no" as const, "pick" as const, 4294967295),
    tmpfs: fc.array(
      path.filter((one) => !/^[^:]*:$/.test(one)),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);
const name = fc.string({
  unit: fc.constantFrom("a", "b", "c", "-", "9"),
  minLength: 1,
  maxLength: 40,
});

describeWithPath("nixpkgs-lib/lib")("the conf files of the module", () => {
  test("are those of the program, byte by byte, whatever the values", async () => {
    const [containers = {}] = sample(
      fc.dictionary(name, container, { minKeys: 150, maxKeys: 200, size: "max" }),
      1,
    );
    const given = Object.fromEntries(
      Object.entries(containers).map(([key, one]) => [
        key,
        { path: "/srv/a b", ...(one as ContainerOptions) },
      ]),
    );
    const file = join(folderWith({}), "containers.json");
    writeFileSync(file, JSON.stringify(given));
    const { conf } = await evaluateHost(
      `{ systemd.containers = builtins.fromJSON (builtins.readFile ${file}); }`,
    );
    expect(Object.keys(conf).length).toBeGreaterThanOrEqual(150);
    for (const [key, options] of Object.entries(given)) {
      const resolved = resolveOptions({ hostInterface: ownInterface(key), ...options });
      const assignments = confEntries(resolved).map((one) => ({
        key: one.key,
        value: one.value ?? "",
      }));
      const expected = environmentFileText({ comments: [], assignments }, { words: key });
      expect(conf[`${key}.conf`]).toBe(expected);
      // systemd's rules give the values back, and the words of own keys are what was written.
      expect(readEnvironmentFile(expected).assignments).toEqual(assignments);
      const tmpfs = assignments.find((one) => one.key === "TMPFS")?.value ?? "";
      expect(readConfWords(tmpfs)).toEqual(resolved.tmpfs);
    }
  });
});
