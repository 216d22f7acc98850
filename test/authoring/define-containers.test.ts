import { describe, expect, test } from "@jest/globals";
import {
  config,
  defineContainers,
  file,
  nix,
  pkgs,
  type ContainerOptions,
} from "../../src/index.js";
import { configDefinition } from "../../src/authoring/define-containers.js";

/** What TypeScript says of a config; tsc holds it, as `@ts-expect-error` without an error is one. */
describe("the types of a config", () => {
  test("know the other containers by name, in any order", () => {
    const defined = defineContainers({
      web: ({ name, containers }) => {
        const known: "db" extends keyof typeof containers ? true : never = true;
        const unknown: "bd" extends keyof typeof containers ? never : true = true;
        return {
          localAddress: containers.db.localAddress,
          specialArgs: { known, unknown },
          timeoutStartSec: `${name.length}s`,
        };
      },
      db: { localAddress: "10.0.0.1" },
      cache: ({ name }) => {
        // @ts-expect-error It is called `cache`.
        const other: "web" = name;
        return { localAddress: other };
      },
    });
    expect(defined[configDefinition].site?.line).toBeGreaterThan(0);
  });

  test("know the options and their values", () => {
    defineContainers({
      web: {
        autoStart: true,
        forwardPorts: [{ hostPort: 80, protocol: "udp", containerPort: null }],
        privateUsers: "pick",
        additionalCapabilities: ["CAP_NET_ADMIN", "all"],
        bindMounts: { "/srv": { hostPath: "/data", isReadOnly: false } },
        config: [{ a: 1n }, ({ pkgs: given }) => ({ b: given.curl, c: [null] })],
      },
    });
    const wrong: ContainerOptions[] = [
      // @ts-expect-error No such option.
      { autoStrat: true },
      // @ts-expect-error Not a text.
      { autoStart: "yes" },
      // @ts-expect-error No such protocol.
      { forwardPorts: [{ hostPort: 80, protocol: "sctp" }] },
      // @ts-expect-error A port of the host is needed.
      { forwardPorts: [{ containerPort: 80 }] },
      // @ts-expect-error No such word.
      { privateUsers: "yes" },
      // @ts-expect-error No such capability.
      { additionalCapabilities: ["NET_ADMIN"] },
      // @ts-expect-error A date is no value of Nix.
      { config: { a: new Date(0) } },
    ];
    expect(wrong).toHaveLength(7);
  });

  test("take a Nix expression in place of any value, also within lists and sets", () => {
    const expression = nix`x`;
    const reference = config.networking;
    const web: ContainerOptions = {
      additionalCapabilities: [expression],
      allowedDevices: [{ node: expression, modifier: expression }, expression],
      autoStart: expression,
      bindMounts: { "/a": expression, "/b": { hostPath: expression, isReadOnly: expression } },
      config: [file("./web.nix"), expression],
      extraVeths: { lan: { localAddress: expression }, wan: expression },
      forwardPorts: [{ hostPort: expression, protocol: expression }, expression],
      hostAddress: reference,
      macvlans: expression,
      nixpkgs: pkgs.path,
      path: expression,
      specialArgs: { a: expression },
      timeoutStartSec: expression,
    };
    expect(Object.keys(web)).toHaveLength(13);
  });

  test("compose with ordinary TypeScript", () => {
    const base = { autoStart: true, privateNetwork: true } satisfies ContainerOptions;
    const worker = (index: number): ContainerOptions => ({
      ...base,
      localAddress: `10.0.0.${index}`,
    });
    const workers = Object.fromEntries([1, 2].map((index) => [`w${index}`, worker(index)]));
    const defined = defineContainers(
      { ...workers, web: { ...base, ephemeral: true } },
      { defaults: (name) => ({ autoStart: name !== "web" }), outDir: "generated" },
    );
    expect(Object.keys(defined[configDefinition].containers)).toEqual(["w1", "w2", "web"]);
    // @ts-expect-error No such setting.
    defineContainers({}, { defalts: {} });
    // @ts-expect-error No such target.
    defineContainers({}, { target: "unit" });
  });
});
