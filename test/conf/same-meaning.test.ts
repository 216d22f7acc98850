import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ContainerOptions } from "../../src/authoring/container-options.generated.js";
import { confEntries } from "../../src/conf/entries.js";
import { readConfWords } from "../../src/conf/words.js";
import { resolveOptions } from "../../src/plan/known-options.js";
import { checkRules } from "../../src/plan/rules.js";
import { checkShape } from "../../src/plan/schema/schema.js";

/** Parts of a path that mean something to systemd-nspawn, to a conf file or to a shell. */
const part = fc
  .array(
    fc.constantFrom("a", "b", "/", ":", "\\:", "\\", " ", '"', "ä", "$x", ".", "*", "'", ","),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((all) => all.join(""));
const path = fc.oneof(
  fc.constantFrom("/a", "/srv/b"),
  part.map((one) => `/${one}`),
);
const option = fc.constantFrom(
  "rbind",
  "norbind",
  "idmap",
  "noidmap",
  "rootidmap",
  "owneridmap",
  "ro",
);
const place = fc.oneof(
  path,
  fc
    .tuple(path, fc.array(option, { minLength: 1, maxLength: 2 }))
    .map(([one, all]) => `${one}:${all.join(",")}`),
  fc.tuple(path, path).map((both) => both.join(":")),
  fc.tuple(path, path, option).map((all) => all.join(":")),
);
const container = fc.record(
  {
    bindMounts: fc.dictionary(
      place,
      fc.record(
        {
          hostPath: fc.option(fc.oneof(path, fc.constantFrom("", "+/a"))),
          mountPoint: place,
          isReadOnly: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
      { maxKeys: 3 },
    ),
    privateUsers: fc.constantFrom("no" as const, "pick" as const, 65536),
    additionalCapabilities: fc.array(
      fc.constantFrom(
        "cap_net_admin",
        "CAP_A,CAP_BPF",
        "CAP_KILL,cap_bpf",
        "12",
        "all",
      ) as fc.Arbitrary<"all">,
      { maxLength: 2 },
    ),
    interfaces: fc.array(fc.constantFrom("eth1", "eth2:lan0", "eth3:"), { maxLength: 2 }),
    macvlans: fc.array(fc.constantFrom("eno1", "eno2:wan"), { maxLength: 2 }),
    extraFlags: fc.array(
      fc.oneof(
        fc.constantFrom(
          "--bind /a:/b",
          "--quiet",
          "--bind",
          "/c:/d:idmap",
          "--setenv=A=b",
          "",
          "  ",
        ),
        part.map((one) => `--setenv=A=${one}`),
      ),
      { maxLength: 3 },
    ),
    tmpfs: fc.array(fc.constantFrom("/a", "/b:size=1G", "/c:"), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

/** What bash makes of an unquoted variable with nothing that matches a file. */
const words = (text: string): string[] => text.split(/[ \t\n]+/).filter((one) => one !== "");

/** A value between double quotes of a file of variables, as systemd reads it (systemd.exec(5)). */
function unquoted(text: string): string {
  return text.replace(/\\(["\\$`])/g, "$1");
}

/** A bind as systemd-nspawn takes it apart, letter by letter. */
function bind(text: string): unknown {
  const parts = [""];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "\\" && parts.length < 3)
      parts.push(`${parts.pop() ?? ""}${text[++at] ?? ""}`);
    else if (text[at] === ":" && parts.length < 3) parts.push("");
    else parts.push(`${parts.pop() ?? ""}${text[at] ?? ""}`);
  }
  const [source = "", path = source, options = ""] = parts;
  return [source, path, options];
}

const flag = (one: string): unknown => {
  const [, name, text] = /^(--bind(?:-ro)?)=(.*)$/s.exec(one) ?? [];
  return text === undefined ? one : [name, bind(text)];
};

/** The arguments that nixpkgs' conf file and start script lead to. */
function ofNixpkgs(given: ContainerOptions): unknown[] {
  const { additionalCapabilities, interfaces, macvlans, tmpfs } = resolveOptions(given);
  const binds = Object.entries(given.bindMounts ?? {}).map(([key, one]) => {
    const {
      mountPoint = key,
      hostPath = null,
      isReadOnly = true,
    } = one as Record<string, string | null | undefined> & { isReadOnly?: boolean };
    return ` --bind${isReadOnly ? "-ro" : ""}=${hostPath === null ? "" : `${hostPath}:`}${mountPoint ?? ""}`;
  });
  const extra = ((given.extraFlags ?? []) as string[]).map((one) => ` ${one}`);
  return [
    ...words(unquoted([...binds, ...extra].join(""))),
    ...words((interfaces as string[]).join(" ")).map((one) => `--network-interface=${one}`),
    ...words((macvlans as string[]).join(" ")).map((one) => `--network-macvlan=${one}`),
    ...(tmpfs as string[]).map((one) => `--tmpfs=${one}`),
    ...(additionalCapabilities as string[])
      .flatMap((one) => one.split(","))
      .map((one) => `cap ${one}`),
  ].map(flag);
}

/** Those that nixpawn's own conf file and scripts/start lead to, but for owners. */
function ofOwn(given: ContainerOptions): unknown[] {
  const entries = new Map(
    confEntries(resolveOptions({ path: "/x", ...given })).map(({ key, value }) => [
      key,
      value ?? "",
    ]),
  );
  const of = (key: string, name: string): string[] =>
    readConfWords(entries.get(key) ?? "").map((one) => `${name}${one}`);
  return [
    ...of("BIND", "--bind="),
    ...of("BIND_RO", "--bind-ro="),
    ...words(entries.get("EXTRA_NSPAWN_FLAGS") ?? ""),
    ...of("INTERFACES", "--network-interface="),
    ...of("MACVLANS", "--network-macvlan="),
    ...of("TMPFS", "--tmpfs="),
    ...readConfWords(entries.get("CAPABILITIES") ?? "")
      .flatMap((one) => one.split(","))
      .map((one) => `cap ${one}`),
  ].map(flag);
}

const inOrder = (flags: unknown[]): string[] => flags.map((one) => JSON.stringify(one)).sort();

test("what nixpkgs' target takes means the same in the others", () => {
  const counts = { tried: 0, accepted: 0, withBinds: 0 };
  fc.assert(
    fc.property(container, (one) => {
      const given = { path: "/x", autoStart: true, ...one } as ContainerOptions;
      counts.tried++;
      const problems = [...checkShape({ web: given }), ...checkRules({ web: given }, "containers")];
      if (problems.some(({ severity }) => severity === "error")) return;
      counts.accepted++;
      if (Object.keys(one.bindMounts ?? {}).length > 0) counts.withBinds++;
      // Nor do the others refuse it.
      expect(
        checkRules({ web: given }, "units").filter(({ severity }) => severity === "error"),
      ).toEqual([]);
      expect(inOrder(ofOwn(given))).toEqual(inOrder(ofNixpkgs(given)));
    }),
    { numRuns: 1000 * Number(process.env.NIXPAWN_RUNS ?? 1) },
  );
  process.stdout.write(`same meaning: ${JSON.stringify(counts)}\n`);
  expect(counts.accepted).toBeGreaterThan(counts.tried / 8);
  expect(counts.withBinds).toBeGreaterThan(counts.tried / 50);
});
