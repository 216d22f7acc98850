import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { join } from "node:path";
import { describeWith } from "../../../nix/support/tools.js";
import { encoded, StartRuns, type Variables } from "./support.js";

/** Runs of `start` take some milliseconds each: a batch is a run of the property. */
const count = 300 * Number(process.env.NIXPAWN_RUNS ?? 1);

/** What shells, systemd and systemd-nspawn have a meaning for, and any other text. */
const word = fc
  .oneof(
    fc
      .array(
        fc.constantFrom(
          "*",
          "?",
          "[a]",
          "$HOME",
          "$(id)",
          "`id`",
          "'",
          '"',
          "\\",
          "\\x20",
          "\\:",
          ":",
          " ",
          "\t",
          "~",
          "-",
          "--",
          "{a,b}",
          "!",
          "#",
          ";",
          "&",
          "|",
          "<",
          ">",
          "%",
          "é",
          "/",
          "a",
          "b",
        ),
        { minLength: 1, maxLength: 8 },
      )
      .map((parts) => parts.join("")),
    fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
  )
  // Neither a conf file nor an environment holds these; half a surrogate pair is no text.
  .filter((text) => !/[\0\n\r\u0001]|\p{Cs}/u.test(text));

const words = fc.array(word, { maxLength: 4 });

/** Options of systemd-nspawn for each key of words. */
const options = [
  ["BIND", "--bind"],
  ["BIND_RO", "--bind-ro"],
  ["TMPFS", "--tmpfs"],
  ["CAPABILITIES", "--capability"],
] as const;

function sample<T>(arbitrary: fc.Arbitrary<T>): T[] {
  const seed = process.env.NIXPAWN_SEED;
  return fc.sample(arbitrary, {
    numRuns: count,
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  });
}

describeWith("sha256sum")("start", () => {
  const runs = new StartRuns();
  const [plain = []] = runs.arguments([{}]);

  /** What a conf file adds to the arguments. */
  function added(given: readonly string[]): string[] {
    const rest = [...plain];
    return given.filter((one) => {
      const at = rest.indexOf(one);
      if (at !== -1) rest.splice(at, 1);
      return at === -1;
    });
  }

  test("every word of own keys comes to systemd-nspawn as one argument, with its very text", () => {
    const cases = sample(
      fc.record({ BIND: words, BIND_RO: words, TMPFS: words, CAPABILITIES: words }),
    );
    const confs = cases.map((one): Variables =>
      Object.fromEntries(options.map(([key]) => [key, one[key].map(encoded).join(" ")])),
    );
    const results = runs.arguments(confs);
    expect(results).toHaveLength(cases.length);
    for (const [index, one] of cases.entries()) {
      const expected = options.flatMap(([key, option]) =>
        one[key].map((text) => `${option}=${text}`),
      );
      expect(added(results[index] ?? []).sort()).toEqual(expected.sort());
    }
  });

  test("flags are split at blanks and at nothing else", () => {
    const flag = word.filter((text) => !/[ \t]/.test(text));
    const cases = sample(fc.array(flag, { minLength: 1, maxLength: 5 }));
    const results = runs.arguments(
      cases.map((flags) => ({ EXTRA_NSPAWN_FLAGS: ` ${flags.join(" \t ")} ` })),
    );
    for (const [index, flags] of cases.entries()) {
      const given = results[index] ?? [];
      const from = given.indexOf("--resolv-conf=off") + 1;
      expect(given.slice(from, from + flags.length)).toEqual(flags);
      expect(given).toHaveLength(plain.length + flags.length);
    }
  });

  test("owners are mapped for users of its own, unless a bind says otherwise", () => {
    const BIND = [
      ...["/a", "/a:/b", "/a:/b:norbind", encoded("/a\\:b"), "/dev/fuse"],
      // Of the kernel as a whole, of the container's root, and a new folder.
      ...["/dev:/dev2", "/devices", "+/a:/c", ":/d"],
    ].join(" ");
    const [picked = [], identity = []] = runs.arguments([
      { BIND, PRIVATE_USERS: "pick" },
      { BIND, PRIVATE_USERS: "identity" },
    ]);
    const binds = (given: string[]): string[] =>
      given.filter((one) => /^--bind=(\/(a|dev)|[+:])/.test(one));
    expect(binds(picked)).toEqual([
      "--bind=/a:/a:idmap",
      "--bind=/a:/b:idmap",
      "--bind=/a:/b:norbind",
      "--bind=/a\\:b:/a\\:b:idmap",
      "--bind=/dev/fuse",
      "--bind=/dev:/dev2",
      "--bind=/devices:/devices:idmap",
      "--bind=+/a:/c",
      "--bind=:/d",
    ]);
    expect(binds(identity)).toEqual([
      "--bind=/a",
      "--bind=/a:/b",
      "--bind=/a:/b:norbind",
      "--bind=/a\\:b",
      "--bind=/dev/fuse",
      "--bind=/dev:/dev2",
      "--bind=/devices",
      "--bind=+/a:/c",
      "--bind=:/d",
    ]);
    expect(picked).toEqual(
      expect.arrayContaining(["--private-users=pick", "--private-users-ownership=auto"]),
    );
  });

  describe("what conf files ask for", () => {
    test.each<[string, Variables, string[]]>([
      ["a network of its own", { PRIVATE_NETWORK: "1" }, ["--private-network"]],
      [
        "a macvlan and an interface",
        { MACVLANS: "eno1 eno2", INTERFACES: "usb0" },
        ["--network-macvlan=eno1", "--network-macvlan=eno2", "--network-interface=usb0"],
      ],
      [
        "a namespace",
        { NETWORK_NAMESPACE_PATH: "/run/netns/a" },
        ["--network-namespace-path=/run/netns/a"],
      ],
      ["ports", { HOST_PORT: "tcp:8080:80,udp:53:53" }, ["--port=tcp:8080:80", "--port=udp:53:53"]],
      ["the host's own ids, by number", { PRIVATE_USERS: "0" }, ["--private-users=0"]],
      ["the host's resolv.conf", { COPY_RESOLV_CONF: "1" }, ["--resolv-conf=replace-host"]],
    ])("%s", (_title, conf, expected) => {
      const [given = []] = runs.arguments([conf]);
      expect(given).toEqual(expect.arrayContaining(expected));
    });

    test("an ephemeral root is in /run and links no journal", () => {
      const [given = []] = runs.arguments([{ EPHEMERAL: "1" }]);
      expect(given).toEqual(
        expect.arrayContaining([
          `--directory=${join(runs.folder, "ephemeral/web")}`,
          "--link-journal=no",
        ]),
      );
    });

    test("a system that is none, and a name that is none, are refused", () => {
      expect(() => runs.arguments([{ SYSTEM_PATH: "/tmp" }])).toThrow(/does not lead into/);
      expect(() => runs.arguments([{ INSTANCE: "../web" }])).toThrow(/no name for a container/);
    });

    test("a systemd that is too old is named", () => {
      const old = { VERSION: "systemd 247 (247.3-7+deb11u4)" };
      expect(() => runs.arguments([old])).toThrow(/need systemd 250 or newer; this host has 247/);
      expect(runs.arguments([{ VERSION: "systemd 260~rc2 (260)" }])).toEqual([plain]);
    });
  });
});
